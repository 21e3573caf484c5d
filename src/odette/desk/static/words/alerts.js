// Alerts, by their keys in core/alerts.py: the same words in English, and in German.

export default {
  en: {
    lost:
      "lost: you have the show, nothing bound to the music goes by itself. Send the cues with GO; tap the " +
      "bar that is played to put Odette right",
    found: "found the players again",
    "upbeat withdrawn": "the conductor withdrew the upbeat: what went on it stays gone. BACK takes it back",
    "upbeat unanswered":
      "no music followed the upbeat: what went on it stays gone. BACK takes it back, the next upbeat counts",
    "unsure end":
      "the music seems to be over, but this is not sure: you have the show. Send the next cue with GO, or " +
      "tap the bar that is played",
    recognised:
      "this sounds like {number}, not like {other}. Nothing bound to the music goes by itself until somebody " +
      "says whether it is: CONFIRM and {number} is followed, DENY and {other} is; GO works",
    "recognised confirmed": "{number} is followed now",
    "recognised denied": "it is not {number}: all goes on as before",
    "recognised over": "it no longer sounds like {number}: all goes on as before",
    "back in the score": "back in the score: cue {cue} and those after it wait again",
    "taken up":
      "{who} has told where it begins again: cue {cue} and those after it wait again, and go when the players " +
      "are heard from there",
    "passed over":
      "passed over {cues}: looks are as they should be, the rest was not sent. What is still wanted goes " +
      "with GO TO",
    "revised behind":
      "the book was edited: {cues} lie behind and will not go by themselves. What is still wanted goes with GO TO",
    "other music":
      "the show's music was edited, and this run keeps the old book: start the show anew to take the new one",
    "part soon": "{part} soon: stand by. PART begins it",
    "part waits": "{part} waits for you: PART begins it",
    "calls missed": "not given, their time has passed: {calls}. Give them if they are wanted",
    "bows wait": "the applause carries: cue {cue} waits for GO",
    "other evening":
      "the order of the evening was edited, and this run keeps the old book: it is in a part that is no more",
    "given back": "given back; {cues} passed while you had the show and will not be sent",
    panic: "panic: titles are off, light holds, you have the show. FOLLOW gives it back when all is well",
    restarted:
      "the show process came back after a failure; what had gone stays gone. See that standby and bar are " +
      "right; if not, tap the bar that is played",
    "link.audio": "audio is down: {why}. Check cable and power; it is tried again all the time. GO works meanwhile",
    "link.stage": "stage is down: {why}. The lamps hold their look and it is started again; else work them by hand",
    "link.listener": "listener is down: {why}. Nothing bound to the music goes by itself until it is back; GO works",
    "link.camera":
      "the camera on the podium is down: {why}. Key U gives the upbeat; else the first note begins the number",
    "link.log": "log is down: {why}. The show goes on; see that the disk is there and has room",
    "link.supervisor": "supervisor is down: {why}. The show goes on; start it anew at the interval",
    "link.part of the light":
      "part of the light is down: {why}. Those lamps stay as they are; mend the venue file before the show",
    "link.part of the show":
      "part of the show is down: {why}. All else goes on; keep this run's folder for whoever looks into it",
    "link.other": "{link} is down: {why}. Check cable and power; it is tried again all the time",
    "link back": "{link} is back",
    "gear refused": "{who}: {command} refused, {why}",
    "gear misunderstood": "{who}: {why}. See [remote] in the venue file",
    locked: "{who} has locked the show against edits",
    unlocked: "{who} has unlocked the show: what is edited counts at once",
    "microphone silent":
      "the microphone brings no signal at all, though music should sound. See that it is plugged in, " +
      "switched on and not muted; send the cues with GO",
    "microphone heard": "the microphone brings a signal again",
    "microphone clipped": "the microphone is clipped: turn its gain down until the loudest place stays below full",
    "microphone clear": "the microphone is no longer clipped",
    "disk low": "the disk is nearly full, {free} MB are left: move old takes elsewhere before the next part",
    "disk full": "the disk is full but for {free} MB: free some now, or this run cannot be written down",
    "disk well": "the disk has room again: {free} MB",
    "clock drift":
      "the sound input's clock is off by {ppm} parts in a million: set the device to the rate Odette asks " +
      "for, and let no other device clock it",
    "clock well": "the sound input's clock is right again",
  },
  de: {
    lost:
      "verloren: Sie fahren die Vorstellung, nichts an der Musik geht von selbst. Die Cues mit GO geben; " +
      "den Takt antippen, der gespielt wird, dann folgt Odette wieder",
    found: "die Musik ist wiedergefunden",
    "upbeat withdrawn": "der Auftakt wurde abgebrochen: was auf ihn ging, bleibt gegangen. ZURÜCK nimmt es zurück",
    "upbeat unanswered":
      "auf den Auftakt folgte keine Musik: was auf ihn ging, bleibt gegangen. ZURÜCK nimmt es zurück, der " +
      "nächste Auftakt zählt",
    "unsure end":
      "die Musik scheint zu Ende, aber das ist nicht sicher: Sie fahren die Vorstellung. Den nächsten Cue " +
      "mit GO geben oder den Takt antippen, der gespielt wird",
    recognised:
      "das klingt nach {number}, nicht nach {other}. Nichts an der Musik geht von selbst, bis jemand sagt, ob es " +
      "so ist: BESTÄTIGEN, dann wird {number} gefolgt, VERNEINEN, dann {other}; GO geht",
    "recognised confirmed": "es wird nun {number} gefolgt",
    "recognised denied": "es ist nicht {number}: alles geht weiter wie bisher",
    "recognised over": "es klingt nicht mehr nach {number}: alles geht weiter wie bisher",
    "back in the score": "zurück in der Partitur: Cue {cue} und die danach warten wieder",
    "taken up":
      "{who} hat gesagt, wo es wieder anfängt: Cue {cue} und die danach warten wieder und kommen, sobald dort " +
      "gespielt wird",
    "passed over":
      "übergangen: {cues}. Die Stimmungen stehen, wie sie sollen, das Übrige wurde nicht gesendet. Was noch " +
      "fehlt, geht mit GO TO",
    "revised behind":
      "das Buch wurde geändert: {cues} liegen zurück und gehen nicht von selbst. Was noch fehlt, geht mit GO TO",
    "other music":
      "die Musik der Vorstellung wurde geändert, und dieser Durchlauf behält das alte Buch: neu starten, um das neue " +
      "zu nehmen",
    "part soon": "{part} gleich: bereit sein. TEIL beginnt es",
    "part waits": "{part} wartet auf Sie: TEIL beginnt es",
    "calls missed": "nicht gegeben, ihre Zeit ist vorbei: {calls}. Selbst geben, wenn sie noch gewünscht sind",
    "bows wait": "der Applaus trägt: Cue {cue} wartet auf GO",
    "other evening":
      "der Ablauf des Abends wurde geändert, und dieser Durchlauf behält das alte Buch: er ist in einem Teil, den es " +
      "nicht mehr gibt",
    "given back": "zurückgegeben; {cues} lagen in der Zeit, in der Sie die Vorstellung fuhren, und gehen nicht mehr",
    panic:
      "Panik: Titel sind aus, das Licht steht, Sie fahren die Vorstellung. FOLGEN gibt sie zurück, wenn " +
      "alles gut ist",
    restarted:
      "der Prozess der Vorstellung ist nach einem Fehler wieder da; was gegangen war, bleibt gegangen. " +
      "Nachsehen, ob der nächste Cue und der Takt stimmen; sonst den Takt antippen, der gespielt wird",
    "link.audio":
      "der Ton ist unterbrochen: {why}. Kabel und Strom prüfen; es wird ständig neu versucht. GO geht " +
      "weiter",
    "link.stage":
      "die Lichtausgabe ist unterbrochen: {why}. Die Lampen halten ihr Bild und sie wird neu gestartet; " +
      "sonst von Hand fahren",
    "link.listener":
      "das Zuhören ist unterbrochen: {why}. Nichts an der Musik geht von selbst, bis es wieder da ist; GO " +
      "geht",
    "link.camera":
      "die Kamera am Pult ist aus: {why}. Taste U gibt den Auftakt; sonst beginnt die Nummer mit dem ersten Ton",
    "link.log":
      "das Protokoll ist unterbrochen: {why}. Die Vorstellung läuft weiter; nachsehen, ob die Platte da ist " +
      "und Platz hat",
    "link.supervisor": "die Aufsicht ist unterbrochen: {why}. Die Vorstellung läuft weiter; in der Pause neu starten",
    "link.part of the light":
      "ein Teil des Lichts fehlt: {why}. Diese Lampen bleiben, wie sie sind; die Datei des Hauses vor der " +
      "Vorstellung richten",
    "link.part of the show":
      "ein Teil der Vorstellung ist ausgefallen: {why}. Alles andere läuft weiter; den Ordner dieses " +
      "Durchlaufs aufheben für die, die dem nachgehen",
    "link.other": "{link} ist unterbrochen: {why}. Kabel und Strom prüfen; es wird ständig neu versucht",
    "link back": "{link} ist wieder da",
    "gear refused": "{who}: {command} verweigert, {why}",
    "gear misunderstood": "{who}: {why}. Siehe [remote] in der Datei des Hauses",
    locked: "{who} hat die Vorstellung gegen Änderungen gesperrt",
    unlocked: "{who} hat die Vorstellung entsperrt: Was geändert wird, gilt sofort",
    "microphone silent":
      "das Mikrofon bringt gar kein Signal, obwohl Musik klingen sollte. Nachsehen, ob es eingesteckt, " +
      "eingeschaltet und nicht stumm ist; die Cues mit GO geben",
    "microphone heard": "das Mikrofon bringt wieder ein Signal",
    "microphone clipped":
      "das Mikrofon ist übersteuert: leiser stellen, bis auch die lauteste Stelle unter voll bleibt",
    "microphone clear": "das Mikrofon ist nicht mehr übersteuert",
    "disk low": "die Platte ist fast voll, {free} MB sind frei: alte Aufnahmen vor dem nächsten Teil anderswohin legen",
    "disk full":
      "die Platte ist voll bis auf {free} MB: jetzt Platz schaffen, sonst kann dieser Durchlauf nicht " +
      "mitgeschrieben werden",
    "disk well": "die Platte hat wieder Platz: {free} MB",
    "clock drift":
      "die Uhr des Toneingangs geht um {ppm} Millionstel falsch: das Gerät auf die Abtastrate stellen, die " +
      "Odette verlangt, und von keinem anderen Gerät takten lassen",
    "clock well": "die Uhr des Toneingangs geht wieder richtig",
  },
};
