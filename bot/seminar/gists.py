"""What a passage says, without the words that say whose words they are: what a claim is called."""

from __future__ import annotations

import re

_FEWEST = 8
"""A gist of fewer characters tells too little without the rest of its sentence."""

_TELLER = (
    r"(?:the|our|this|today's|last week's)\s+(?:presenter|speaker|lecturer|talk|lecture|professor|author)"
    r"|(?:prof|dr|mr|mrs|ms)\.?\s+\w+|they|he|she"
)
_SAYING = (
    r"(?:said|says|argue[ds]|claim(?:ed|s)|stress(?:ed|es)|emphasi[sz]e[ds]|insist(?:ed|s)|warn(?:ed|s)|explain(?:ed|s)"
    r"|conclude[ds]|propose[ds]|maintain(?:ed|s)|believe[ds]|suggest(?:ed|s)|point(?:ed|s)\s+out|mention(?:ed|s)"
    r"|note[ds]|state[ds]|add(?:ed|s)|observe[ds]|remark(?:ed|s)|show(?:ed|s)|told\s+us|reminded\s+us|showed\s+us)"
)
_ENGLISH = re.compile(
    rf"^(?:(?:also|then|first(?:ly)?|second(?:ly)?|third(?:ly)?|next|finally|moreover|lastly),?\s+)?"
    rf"(?:{_TELLER})(?:\s+(?:also|then|further|first|next|finally|even|again))?\s+{_SAYING}\s+that\s+(?=\S)",
    re.IGNORECASE,
)

_KOREAN_TELLER = (
    r"(?:발표자|발제자|연사|강연자|강사|교수|박사|선생|저자|연구원)님?(?:께서)?[은는]|그[는녀]는?"
)
_BEGINNING = re.compile(
    r"^(?:(?:또한?|그리고|이어서|먼저|우선|그래서|마지막으로|끝으로|다음으로|첫째|둘째|셋째|특히),?\s+)?"
    rf"(?:(?:{_KOREAN_TELLER})\s+)?"
)
_END = re.compile(
    r"(?<=[다자])고\s+(?:\S{1,8}\s+)?"
    r"(?:주장|강조|지적|경고|제안|비판|결론|반박|역설|설명|언급|이야기|얘기|말|덧붙|보았|봤|본다|밝|했|하였|하셨|한다)"
    r"[^\s.]{0,8}\.?\s*$"
)
_OF_THE_TELLER = re.compile(rf"(?:^|\s)(?:{_KOREAN_TELLER})\s|[가-힣]셨")
"""What is left in the gist speaks of who told it, and would now be about somebody else."""


def gist(passage: str) -> str:
    """What is said, as a slice of the passage with its first letter large; the passage itself where unclear.

    >>> gist("They stressed that old maps lie to us."), gist("old maps lie")
    ('Old maps lie to us.', 'old maps lie')
    >>> gist("또한 발표자는 파일이 종이보다 빨리 망가진다고 지적했다."), gist("그는 지도가 거짓이라고 했다.")
    ('파일이 종이보다 빨리 망가진다', '그는 지도가 거짓이라고 했다.')
    """
    line = passage.strip()
    if end := _END.search(line):
        said = line[: end.start()]
        opening = _BEGINNING.match(said)
        said = said[opening.end() :] if opening else said
        return line if len(said) < _FEWEST or _OF_THE_TELLER.search(said) else said
    opening = _ENGLISH.match(line)
    said = line[opening.end() :] if opening else ""
    return line if len(said) < _FEWEST else said[0].upper() + said[1:]
