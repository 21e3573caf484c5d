from odette.cli import main

main()
