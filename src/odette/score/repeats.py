"""In which order printed bars are played: repeats, voltas, da capo, dal segno, fine, coda."""

from dataclasses import dataclass

MOST_TIMES = 32
"""More passes than any music asks for; a larger number in a file is a slip."""


@dataclass(slots=True)
class Signs:
    """The signs of one printed bar that change the order of playing."""

    start: bool = False
    """A repeat starts here: ``|:``."""
    times: int = 0
    """A repeat ends here, ``:|``, and is played that many times in all; 0: none ends here."""
    volta: tuple[int, ...] = ()
    """A volta starts here, for these passes."""
    volta_ends: bool = False
    segno: str | None = None
    coda: str | None = None
    """The coda begins here. Its label, often empty."""
    to_coda: str | None = None
    """After this bar go to the coda, if a jump came before."""
    fine: bool = False
    """After this bar the music ends, if a jump came before."""
    da_capo: bool = False
    dal_segno: str | None = None
    with_repeats: bool = False
    """The da capo or dal segno asks for the repeats again."""


@dataclass(slots=True)
class _Volta:
    passes: tuple[int, ...]
    first: int
    last: int
    total: int = 0
    """How often its repeat is played in all."""
    group_last: int = 0
    """Last bar of the last volta of its group."""


def unfold(bars: list[Signs]) -> list[int]:
    """Indices of the printed bars in the order they are played.

    The rules, where printed music leaves a choice:

    * ``:|`` without ``|:`` goes back to after the previous repeat, or to the beginning. Repeats do not nest.
    * A volta without an end lasts to its own ``:|``, or to before the next volta of its repeat; a last one is
      one bar long.
    * A volta that another one follows goes back, whether ``:|`` is printed or not; the last one of a group
      does not. A lone first volta is left out the second time; one for later passes with no first before
      it is played like any other bar.
    * After a da capo or dal segno repeats are not taken again, and of voltas only the last is played, unless
      the score asks for repeats. Each jump is taken once, and after its bar's own repeat is done. *Fine* and
      *to coda* hold only after a jump, at the end of their bar; a repeat in the coda stays in the coda.
    """
    voltas = _voltas(bars)
    order: list[int] = []
    jumps_done: set[int] = set()
    jumped = plain = False  # plain: after a jump, without repeats
    start, time = 0, 1
    i = 0
    while i < len(bars):
        signs = bars[i]
        if signs.start and i != start:
            start, time = i, 1
        volta = voltas.get(i)
        if volta and volta.first == i and not _played(volta, time, plain):
            i = volta.last + 1
            if volta.last == volta.group_last:
                start, time = i, 1
            continue
        order.append(i)
        times = _times(signs, volta, i)
        if times and time < times and not plain:
            i, time = start, time + 1
            continue
        if times or (volta and i == volta.group_last):
            start, time = i + 1, 1
            if volta and volta.last < volta.group_last and i == volta.last:
                start = volta.group_last + 1
        if jumped and signs.fine:
            break
        coda = _coda(bars, signs.to_coda, i) if jumped and signs.to_coda is not None else None
        target = _jump(bars, i) if i not in jumps_done else None
        if coda is not None:
            i, start, time = coda, coda, 1
        elif target is not None:
            jumps_done.add(i)
            jumped, plain = True, not signs.with_repeats
            i, start, time = target, _section(bars, target), 1
        else:
            i += 1
    return order


def _voltas(bars: list[Signs]) -> dict[int, _Volta]:
    """The volta over each bar that has one."""
    voltas: list[_Volta] = []
    for first, signs in enumerate(bars):
        if signs.volta:
            voltas.append(_Volta(signs.volta, first, _last_bar(bars, first)))
    groups: list[list[_Volta]] = []
    for volta in voltas:
        adjacent = bool(groups) and groups[-1][-1].last + 1 == volta.first
        if adjacent and not bars[volta.first].start and min(volta.passes) > 1:
            groups[-1].append(volta)
        else:
            groups.append([volta])
    for group in groups:
        if 1 not in {p for volta in group for p in volta.passes}:
            voltas = [volta for volta in voltas if volta not in group]
            continue
        total = max(p for volta in group for p in volta.passes)
        if len(group) == 1 and any(bars[i].times for i in range(group[0].first, group[0].last + 1)):
            total += 1
        for volta in group:
            volta.total = min(total, MOST_TIMES)
            volta.group_last = group[-1].last
    return {i: volta for volta in voltas for i in range(volta.first, volta.last + 1)}


def _last_bar(bars: list[Signs], first: int) -> int:
    """Where the volta that starts at bar ``first`` ends; see ``unfold`` for one that does not say."""
    for i in range(first, len(bars)):
        if i > first and bars[i].start:
            return first
        if i > first and bars[i].volta:
            return i - 1 if max(bars[first].volta) < min(bars[i].volta) else first
        if bars[i].volta_ends or bars[i].times:
            return i
    return first


def _played(volta: _Volta, time: int, plain: bool) -> bool:
    if plain:
        return volta.total in volta.passes
    return time in volta.passes


def _times(signs: Signs, volta: _Volta | None, i: int) -> int:
    """How often the repeat that ends with this bar is played in all; 0: none ends here."""
    if volta is None:
        return min(signs.times, MOST_TIMES)
    if signs.times or (i == volta.last and i < volta.group_last):
        return volta.total
    return 0


def _section(bars: list[Signs], i: int) -> int:
    """The bar to which the next ``:|`` from bar ``i`` on goes back."""
    for k in range(i, -1, -1):
        if bars[k].start:
            return k
        if k < i and bars[k].times:
            return k + 1
    return 0


def _coda(bars: list[Signs], label: str, i: int) -> int | None:
    """The coda with that label, or else the first one after bar ``i``."""
    after = [k for k in range(i + 1, len(bars)) if bars[k].coda is not None]
    return next((k for k in after if bars[k].coda == label), after[0] if after else None)


def _jump(bars: list[Signs], i: int) -> int | None:
    """Where the da capo or dal segno of bar ``i`` leads; a missing segno: nowhere."""
    if bars[i].da_capo:
        return 0
    label = bars[i].dal_segno
    if label is None:
        return None
    before = [k for k in range(i, -1, -1) if bars[k].segno is not None]
    return next((k for k in before if bars[k].segno == label), before[0] if before else None)
