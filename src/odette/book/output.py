"""How light leaves a building and comes in: ``[output]`` and ``[input]`` of a venue file, or several of each."""

from collections.abc import Collection
from ipaddress import IPv4Address

from odette.book.table import Table, show
from odette.core.output import NETWORK, SERIAL, Input, Output

_SOURCE = 63
"""Bytes of a source name in sACN (ANSI E1.31, 6.2.2: 64 with the null at its end)."""
_UNIVERSES = {"sacn": 63999, "artnet": 32768}
"""The highest universe (E1.31, 9.1.1; Art-Net: 15 bits)."""
_KEYS = {
    "sacn": {"interface", "universes", "suppress", "unicast", "source", "priority", "preview", "sync"},
    "artnet": {"interface", "universes", "suppress", "unicast", "source", "broadcast", "sync"},
    "enttec-pro": {"port", "universes"},
    "open-dmx": {"port", "universes"},
}


def read_outputs(top: Table, used: Collection[int]) -> tuple[Output, ...]:
    """Every way out of a venue whose fixtures use these universes. Each universe must have one."""
    tables = _tables(top, "output")
    outputs = tuple(_output(table, used) for table in tables)
    for universe in sorted(set(used)):
        carrying = [n for n, output in enumerate(outputs) if output.carries(universe)]
        if not carrying:
            (tables[-1] if tables else top).fault(
                f"no output carries universe {universe}", "add it to the universes of one of them"
            )
        for n in carrying:
            highest = _UNIVERSES.get(outputs[n].protocol, universe)
            if universe > highest:
                wanted = f"{outputs[n].protocol} ends at universe {highest}"
                tables[n].fault(f"this output carries universe {universe}", wanted, "universes")
    return outputs


def read_inputs(top: Table) -> tuple[Input, ...]:
    """Every way in for a visiting desk; there is none unless the file asks for it."""
    return tuple(map(_input, _tables(top, "input"))) if "input" in top else ()


def _input(table: Table) -> Input:
    usual = Input(())
    table.only(Input.__struct_fields__, "an input")
    protocol = table.choice("protocol", NETWORK, usual.protocol) or usual.protocol
    listed = universes(table, _UNIVERSES[protocol])
    if not listed:
        table.fault("an input without universes", "write which ones it takes in: universes = [1]", "universes")
    interface = table.text("interface", usual.interface)
    check_ip(table, interface, "interface", "interface")
    return Input(listed, protocol, interface, table.choice("merge", ["htp", "priority"], usual.merge))


def _tables(top: Table, key: str) -> list[Table]:
    return top.tables(key) if isinstance(top.values.get(key), list) else [top.table(key)]


def _output(table: Table, used: Collection[int]) -> Output:
    usual = Output()
    protocol = table.choice("protocol", [*NETWORK, *SERIAL], usual.protocol) or usual.protocol
    table.only({"protocol", *_KEYS[protocol]}, f"an output of protocol {protocol}")
    if protocol in SERIAL:
        return Output(protocol, universes=_one_universe(table, used), port=table.text("port"))
    interface = table.text("interface", usual.interface)
    check_ip(table, interface, "interface", "interface")
    unicast = table.elements("unicast")
    for i, host in enumerate(unicast):
        check_ip(table, host, "unicast", "unicast", i)
    return Output(
        protocol=protocol,
        interface=interface,
        priority=table.whole("priority", 0, 200, usual.priority),
        source=_source(table, usual.source),
        unicast=tuple(host for host in unicast if isinstance(host, str)),
        universes=universes(table, _UNIVERSES[protocol]),
        preview=_flag(table, "preview"),
        sync=_sync(table, protocol),
        suppress=_flag(table, "suppress"),
        broadcast=_flag(table, "broadcast"),
    )


def universes(table: Table, highest: int) -> tuple[int, ...]:
    """The list of universes; empty if there is none."""
    listed = table.elements("universes")
    right = []
    for i, universe in enumerate(listed):
        if isinstance(universe, int) and not isinstance(universe, bool) and 1 <= universe <= highest:
            right.append(universe)
        else:
            found = f"universes names {show(universe)}"
            table.fault(found, f"expected whole numbers from 1 to {highest}", "universes", i)
    return tuple(right)


def check_ip(table: Table, host: object, key: str, *place: str | int) -> None:
    """An address in numbers: names are not looked up while light is waiting."""
    try:
        IPv4Address(host if isinstance(host, str) else "")
    except ValueError:
        table.fault(f"{key} is {show(host)}", "expected an IP address such as 192.168.1.20", *place)


def _one_universe(table: Table, used: Collection[int]) -> tuple[int, ...]:
    named = universes(table, _UNIVERSES["sacn"]) if "universes" in table else tuple(sorted(set(used)))
    if len(named) > 1 or ("universes" in table and not named):
        found = f"this serial port would carry {len(named)} universes"
        table.fault(found, "a DMX line carries one: write universes = [1]", "universes")
    return named[:1] or (1,)


def _source(table: Table, usual: str) -> str:
    source = table.text("source", usual)
    if len(source.encode()) > _SOURCE:
        table.fault(f"source is {len(source.encode())} bytes long", f"expected at most {_SOURCE}", "source")
    return source


def _sync(table: Table, protocol: str) -> int:
    if "sync" not in table:
        return 0
    return int(_flag(table, "sync")) if protocol == "artnet" else table.whole("sync", 1, _UNIVERSES["sacn"])


def _flag(table: Table, key: str) -> bool:
    value = table.values.get(key, False)
    if not isinstance(value, bool):
        table.fault(f"{key} is {show(value)}", "expected true or false", key)
        return False
    return value
