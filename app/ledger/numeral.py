"""One whole number as it is printed, in digits or in words: "1 400", "two dozen", "3 milliards".

Works on plain words (see app.ledger.printed): lower case, no accents, single spaces.
"""

import re
from itertools import product

FIGURE = re.compile(r"[0-9]+|[1-9][0-9]{0,2}([ ,'])[0-9]{3}(?:\1[0-9]{3})*")
# Three decimals are left out: "1.400 million" can be read in two ways.
_DECIMAL = re.compile(r"([0-9]+)[.,]([0-9]{1,2})")
_THOUSANDS = re.compile(r"(?:(.+) )?(thousand|mille)(?: (.+))?")

# Counts that are printed for "about so many".
ROUND = {
    word + plural: n
    for word, n in {
        "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
        "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1_000,
    }.items()
    for plural in ("", "s")
}  # fmt: skip
SCALES = ROUND | {
    "dozen": 12, "hundred": 100, "cent": 100, "cents": 100, "thousand": 1_000, "mille": 1_000,
    "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
    "billion": 10**9, "trillion": 10**12,
}  # fmt: skip


def whole(words: str) -> int | None:
    """The number that `words` print ("1,400", "trois cents", "1.5 million"); None where it is no number."""
    if FIGURE.fullmatch(words):
        return int(re.sub("[ ,']", "", words))
    words = _joined(words)
    if words in _SMALL:
        return _SMALL[words]
    head, _, scale = words.rpartition(" ")
    scaled = _times(head, scale) if scale in SCALES else None
    return _with_thousands(words) if scaled is None else scaled


def scale_of(words: str) -> str | None:
    """The scale of a plain count of it ("million" of "4 million"), else None ("4", "one hundred ten")."""
    head, _, last = words.replace("-", " ").rpartition(" ")
    return last if head and last in SCALES and not has_scale(head) else None


def has_scale(words: str) -> bool:
    """Whether a word such as "thousand" stands in `words`."""
    return any(word in SCALES for word in words.replace("-", " ").split())


def is_numeral(word: str) -> bool:
    """Whether `word` is, or could be part of, a number."""
    return word in SCALES or word in _SMALL or any(letter.isdigit() for letter in word)


def _times(head: str, scale: str) -> int | None:
    size = SCALES[scale]
    if scale in ("hundred", "cent"):
        count = _SMALL.get(head, 100)
        return count * size if count < 100 else None
    if (decimal := _DECIMAL.fullmatch(head)) and size >= 1_000:
        return int(decimal[1] + decimal[2]) * size // int(10 ** len(decimal[2]))
    count = int(re.sub("[ ,']", "", head)) if FIGURE.fullmatch(head) else _SMALL.get(head, -1)
    return None if count < 0 else count * size


def _with_thousands(words: str) -> int | None:
    found = _THOUSANDS.fullmatch(words)
    if found is None:
        return None
    # French says "mille", never "un mille"; English always says how many thousand.
    count = _SMALL.get(found[1]) if found[1] or found[2] == "thousand" else 1
    rest = _SMALL.get(found[3]) if found[3] else 0
    return None if count is None or rest is None else count * 1_000 + rest


def _joined(words: str) -> str:
    """One spelling for each number: no hyphens, no "and", "a" as "one", "une" as "un", no "cents"."""
    words = re.sub("(?<=[a-z])-(?=[a-z])", " ", words)
    words = re.sub(r"(hundred|thousand) and (?=[a-z])", r"\1 ", words)
    words = re.sub(r" et (?=une?\b|onze\b)", " ", words)
    words = re.sub(r"^an? ", "one ", words)
    words = re.sub(r"\bune\b", "un", words)
    return re.sub(r"\b(vingt|cent)s\b", r"\1", words)


def _spelled(units: list[str], tens: dict[int, str], hundreds: list[str]) -> dict[str, int]:
    """The numbers below 1,000 in words; French counts on from "soixante" and "quatre-vingt" to 19."""
    below_hundred = dict(zip(units, range(20), strict=True))
    for ten, name in tens.items():
        for rest in range(10 if ten + 10 in tens else min(20, 100 - ten)):
            below_hundred[f"{name} {units[rest]}" if rest else name] = ten + rest
    above = {
        f"{hundred} {name}" if rest else hundred: 100 * h + rest
        for (h, hundred), (name, rest) in product(enumerate(hundreds, 1), below_hundred.items())
    }
    return below_hundred | above


_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_FRENCH = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_FRENCH_TENS = {
    20: "vingt",
    30: "trente",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    80: "quatre vingt",
}
_SMALL = _spelled(
    _ENGLISH.split(),
    dict(zip(range(20, 100, 10), _ENGLISH_TENS.split(), strict=True)),
    [f"{n} hundred" for n in _ENGLISH.split()[1:10]],
) | _spelled(
    [*_FRENCH.split(), "dix sept", "dix huit", "dix neuf"],
    _FRENCH_TENS,
    ["cent", *(f"{n} cent" for n in _FRENCH.split()[2:10])],
)
