"""Which loaded reports a question is about, and what to say where it does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model import Reason, Status
from bot.plan import Refusal
from bot.understand.agencies import Agencies
from bot.understand.pairing import Pairs
from bot.understand.years import Years

Pair = tuple[str, int]
MOST_LISTED = 8


@dataclass(frozen=True)
class Choice:
    """Reports chosen. `assumed` holds codes of what was assumed, `others` what could also be meant."""

    reports: tuple[Pair, ...] = ()
    missing: tuple[Pair, ...] = ()
    assumed: tuple[str, ...] = ()
    others: tuple[Pair, ...] = ()
    refusal: Refusal | None = None


def choose_reports(agencies: Agencies, years: Years, loaded: Sequence[Pair], pairs: Pairs = ()) -> Choice:
    """Reports of the agencies and years that a question names; a name written wrong is told."""
    choice = paired(pairs, loaded) if pairs and not agencies.unknown else reports_of(agencies, years, loaded)
    told = tuple(f"office:{name}" for name in agencies.offices if any(name == agency for agency, _ in choice.reports))
    return replace(choice, assumed=(*choice.assumed, *told)) if told else choice


def reports_of(agencies: Agencies, years: Years, loaded: Sequence[Pair]) -> Choice:
    """Reports of agencies and years, without a word on spelling."""
    if agencies.unknown:
        return unknown_agency(agencies, loaded)
    if agencies.every or not agencies.names:
        return without_agency(agencies, years, loaded)
    if years.named:
        return named_years(agencies.groups, years, loaded)
    return newest_of(agencies.groups, loaded)


def paired(pairs: Pairs, loaded: Sequence[Pair]) -> Choice:
    """Each agency with the year that it was named with; of namesakes the one that has it."""
    wanted = list(dict.fromkeys(dated(group, year, own=own, loaded=loaded) for group, year, own in pairs))
    found = tuple(pair for pair in wanted if pair in loaded)
    if not found:
        return year_missing(wanted[0][0], [year for _, year in wanted], loaded)
    return Choice(found, tuple(pair for pair in wanted if pair not in loaded))


def dated(group: tuple[str, ...], year: int, *, own: bool, loaded: Sequence[Pair]) -> Pair:
    """The agency of a name in a year; a name without a year of its own may fall back on its newest report."""
    name = next((n for n in group if (n, year) in loaded), group[0])
    return (name, year) if own or (name, year) in loaded else (name, max(y for a, y in loaded if a == name))


def unknown_agency(agencies: Agencies, loaded: Sequence[Pair]) -> Choice:
    """An agency was named that is not loaded."""
    offers = agencies.suggestions or tuple(dict.fromkeys(agency for agency, _ in loaded))
    return Choice(
        refusal=Refusal(
            status=Status.NOT_FOUND,
            reason=Reason.AGENCY_MISSING,
            asked="、".join(agencies.unknown),
            offers=offers[:MOST_LISTED],
        )
    )


def without_agency(agencies: Agencies, years: Years, loaded: Sequence[Pair]) -> Choice:
    """No agency was named: all of the year asked for, else of the newest year."""
    if agencies.all_reports and (not years.named or years.assumed in NOW):
        return Choice(tuple(loaded))
    if agencies.every and not years.named:
        newest = {agency: max(y for a, y in loaded if a == agency) for agency, _ in loaded}
        return Choice(tuple(newest.items()), assumed=("newest_each",))
    wanted = years.years or (max(year for _, year in loaded),)
    found = tuple(pair for pair in loaded if pair[1] in wanted)
    every = tuple(dict.fromkeys(agency for agency, _ in loaded))
    if not found and len(every) == 1 and not years.assumed:
        return year_missing(every[0], wanted, loaded)
    if not found and years.assumed:
        return (
            relative_to((every,), loaded, years.assumed)
            if len(every) == 1 and years.assumed in NOW
            else year_missing("", wanted, loaded)
        )
    if not found:
        return year_missing("", wanted, loaded)
    assumed = []
    if not years.named and len({year for _, year in loaded}) > 1 and not agencies.every:
        assumed.append("newest_year")
    elif years.assumed:
        assumed.append(f"relative_year:{years.assumed}")
    if len(every) > 1 and not agencies.every:
        assumed.append("one_agency" if len({a for a, _ in found}) == 1 else "every_agency")
    others = tuple(pair for pair in loaded if pair not in found)
    missing = tuple((found[0][0], y) for y in wanted if len(every) == 1 and (found[0][0], y) not in loaded)
    return Choice(found, missing, tuple(assumed), others)


NOW = frozenset({"今年", "本年", "本年度", "当年", "this year", "最新", "latest", "current year"})


Groups = Sequence[tuple[str, ...]]


def named_years(groups: Groups, years: Years, loaded: Sequence[Pair]) -> Choice:
    """Agencies and years were both named; of namesakes those that have the year are meant."""
    if years.assumed in NOW:
        return relative_to(groups, loaded, years.assumed)
    if years.relative:
        years = shift_to_agency(groups, years, loaded)
    wanted: list[Pair] = []
    for group in groups:
        having = [name for name in group if any((name, year) in loaded for year in years.years)]
        for name in having or group[:1]:
            own = tuple(y for a, y in loaded if a == name) if years.every else years.years
            wanted += [(name, year) for year in own]
    found = tuple(pair for pair in wanted if pair in loaded)
    missing = tuple(pair for pair in wanted if pair not in loaded)
    if not found and years.inherited and years.other_agency:
        spoken = "、".join(str(year) for year in years.years)
        return replace(newest_of(groups, loaded), assumed=(f"other_year:{spoken}",))
    if not found:
        return year_missing(groups[0][0], years.years, loaded)
    assumed = (f"relative_year:{years.assumed}",) if years.relative else ()
    return Choice(found, missing, assumed)


def shift_to_agency(groups: Groups, years: Years, loaded: Sequence[Pair]) -> Years:
    """去年 of an agency counts from its own newest report."""
    names = {name for group in groups for name in group}
    newest_all = max(year for _, year in loaded)
    newest = max(year for agency, year in loaded if agency in names)
    return replace(years, years=tuple(year - newest_all + newest for year in years.years))


def relative_to(groups: Groups, loaded: Sequence[Pair], word: str = "") -> Choice:
    """今年 is the year of the newest report of each agency named; of namesakes the first is meant."""
    newest = {name: max(y for a, y in loaded if a == name) for group in groups for name in group}
    found = tuple((group[0], newest[group[0]]) for group in groups)
    others = tuple((name, newest[name]) for group in groups for name in group[1:])
    return Choice(found, assumed=(f"relative_year:{word}",) if word else (), others=others)


def newest_of(groups: Groups, loaded: Sequence[Pair]) -> Choice:
    """No year was named: the newest report of each agency."""
    chosen = relative_to(groups, loaded)
    names = [name for name, _ in chosen.reports]
    several = any(sum(1 for a, _ in loaded if a == name) > 1 for name in names)
    others = tuple(pair for pair in loaded if pair[0] in names and pair not in chosen.reports)
    return Choice(chosen.reports, assumed=("newest_year",) if several else (), others=(*chosen.others, *others))


def year_missing(agency: str, years: Sequence[int], loaded: Sequence[Pair]) -> Choice:
    """The year asked for is not loaded; says which are."""
    there = sorted({year for name, year in loaded if not agency or name == agency})
    return Choice(
        refusal=Refusal(
            status=Status.NOT_FOUND,
            reason=Reason.YEAR_MISSING,
            asked="、".join(str(year) for year in years),
            offers=(agency, *(str(year) for year in there)),
        )
    )
