"""By which words a sentence tells whose claim it holds: general ones, and few."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from bot.reading.language import has_korean


class Voice(Enum):
    """Who speaks in a sentence, as far as its own words tell."""

    PRESENTER = "presenter"
    STUDENT = "student"
    NARRATION = "narration"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Cue:
    """The voice of a sentence, and how clearly (0 to 1) it makes a claim in that voice."""

    voice: Voice
    strength: float = 0.0


_CLAIMING = (
    r"(?:sa(?:id|ys?)|argu(?:e[ds]?|ing)|claim(?:s|ed|ing)?|stress(?:es|ed|ing)?|emphasi[sz](?:e[ds]?|ing)"
    r"|insist(?:s|ed|ing)?|warn(?:s|ed|ing)?|conclud(?:e[ds]?|ing)|propos(?:e[ds]?|ing)|maintain(?:s|ed)"
    r"|believe[ds]?|suggest(?:s|ed|ing)?|point(?:s|ed|ing) out|recommend(?:s|ed|ing)?|thinks|objected"
    r"|critici[sz](?:e[ds]?|ing)|highlight(?:s|ed|ing)?|reject(?:s|ed|ing)?)"
)
_TELLING = (
    r"(?:explain(?:s|ed|ing)?|mention(?:s|ed|ing)?|not(?:e[ds]|ing)|t(?:ells?|old|elling)|show(?:s|ed|n|ing)?"
    r"|describ(?:e[ds]?|ing)|observ(?:e[ds]?|ing)|remark(?:s|ed)|add(?:s|ed|ing)|demonstrat(?:e[ds]?|ing)"
    r"|illustrat(?:e[ds]?|ing)|remind(?:s|ed|ing)|stat(?:e[ds]|ing)|admit(?:s|ted)|acknowledge[ds]?"
    r"|recall(?:s|ed))"
)
_TITLED = r"(?:Prof|Dr|Mr|Mrs|Ms)\.? [A-Z]\w+"
_TELLER = rf"(?:presenters?|speakers?|lecturer|talk|lecture|presentation|professor|{_TITLED})"
_CLAUSE = r"[^.;!?]{0,60}?\b(?:that|how|why|what|whether|where|when)\b"
_TOLD = re.compile(
    rf"\b(?:{_TELLER}\b[^.;!?]{{0,80}}?|(?:they|he|she)\b(?:\s+\w+){{0,4}}?\s+)"
    rf"\b(?:{_CLAIMING}\b|(?P<telling>{_TELLING})\b{_CLAUSE})"
    rf"|\baccording to (?:the )?{_TELLER}"
    r"|\bpresenter['’]s (?:\w+ ){0,2}(?:argument|point|claim|view|message|idea) (?:was|is) that\b",
    re.IGNORECASE,
)
_NARRATED = re.compile(
    rf"\b{_TELLER}\b|^(?:they|he|she)\b(?:\s+\w+ly)?\s+(?:then|first|next|also)\b", re.IGNORECASE
)
_ANNOUNCED = re.compile(
    rf"\b(?:they|he|she|{_TELLER})\b(?:\s+\w+){{0,3}}?\s+(?:intend|wish|want|plan|hope|going|would|will)\w*\b"
    r"(?:\s+\w+){0,2}?\s+(?:focus|share|talk|speak|discuss|cover|present|explain|introduce|begin|start|give)\b"
    r"|^.{0,25}?\b(?:topic|title|theme)\b[^.;]{0,60}\b(?:was|is)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|i(?!\.)|[Mm]e|[Mm]y|[Mm]yself)\b")
_OPINION = re.compile(
    r"\b(?:(?:dis)?agree|think|thought|f(?:eel|elt)|feeling|believe|lik(?:e|ed)|(?:en)?joy|wonder|doubt"
    r"|f(?:ind|ound)|hope|wish|want|(?:app|dep)reciate|learn|reali[sz]e|surpris|impress|interest|convinc|opinion"
    r"|view|mind|expect|prefer|worr|(?:made|left|makes|to|for) me|remember|question|curious|persua|s[ck]eptic"
    r"|would|noticed?)",
    re.IGNORECASE,
)

_KOREAN_TELLER = r"(?:발표자|발제자|연사|강연자|교수님)"
_KOREAN_CLAIMING = r"주장|강조|지적|경고|제안|비판|결론|역설|반박"
_KOREAN_SAYING = rf"(?:{_KOREAN_CLAIMING}|말|설명|언급|이야기|얘기|덧붙|보았|본다|봤|밝|답|한다|했|하였|하셨)"
_KOREAN_TOLD = re.compile(
    rf"(?:[다라자냐]고|[다라]며)\s*(?:\S{{1,15}}\s+){{0,2}}?{_KOREAN_SAYING}"
    rf"|[을를]\s*(?:\S{{1,15}}\s+)?(?:{_KOREAN_CLAIMING})(?:했|하였|하셨|한다)"
)
_KOREAN_CLAIMED = re.compile(_KOREAN_CLAIMING)
_KOREAN_OPINION = re.compile(
    r"느꼈|느낌|느껴|것 같|생각(?:한다|했|하게|이 들|이 났|된다|합니다|해요|한\b)|인상 ?깊|흥미로|궁금"
    r"|아쉬웠|아쉽|배웠|깨달|동의|공감|(?:^|\s)(?:나는|나도|내가|나에게|저는|저도|제가|저에게|개인적으로)\s"
    r"|(?:^|\s)(?:[내제] 생각에는?|나라면|저라면)\s"
)
_KOREAN_NARRATED = re.compile(
    rf"{_KOREAN_TELLER}|주제(?:는|로|였)|넘어갔|(?:시작|소개|마무리)(?:했|하였)다|살펴보았다"
)

QUOTED = re.compile(r"“[^“”]{1,300}”|\"[^\"]{1,300}\"|「[^」]{1,300}」")
_OF_STUDENT = re.compile(
    r"\b(?:I|my|own|reflections?|opinions?|thoughts?|reactions?|responses?|remarks?|comments?|critique|criticism"
    r"|objections?|doubts?|evaluation|verdict|assessment|disagree(?:ment)?s?|buy)\b"
    r"|느낀|느낌|소감|생각|의견|감상|비판|반론|논평|평가|성찰|반박|견해|나의|내 ",
    re.IGNORECASE,
)
_OF_PRESENTER = re.compile(
    rf"\b{_TELLER}\b|\b(?:summary|arguments?|claims?|points)\b|발표|요약|주장|내용|강연", re.IGNORECASE
)

_ATTRIBUTION = re.compile(
    rf"^[^.;!?]{{0,60}}?\b(?:{_TELLER}|they|he|she)\b[^.;!?]{{0,40}}?\b(?:{_CLAIMING}|{_TELLING})\b"
    rf"(?:\s+(?:us|out|that|how)\b)*|\baccording to (?:the )?{_TELLER}",
    re.IGNORECASE,
)
_KOREAN_ATTRIBUTION = re.compile(
    rf"{_KOREAN_TELLER}(?:는|은|가|께서|께서는|에 따르면)?\s|[고며]\s*\S{{0,10}}{_KOREAN_SAYING}\S{{0,10}}$"
)


def cue_of(passage: str) -> Cue:
    """The cue of a sentence; what stands in quotation marks is not the writer's own wording."""
    own = QUOTED.sub('""', passage)
    return _korean_cue(own) if has_korean(own) else _english_cue(own)


def without_attribution(passage: str) -> str:
    """A passage without the words that tell whose claim it is, as far as they are plain."""
    pattern = _KOREAN_ATTRIBUTION if has_korean(passage) else _ATTRIBUTION
    return pattern.sub(" ", passage.rstrip(" .!?"))


def section_voice(title: str) -> Voice:
    """Whose words the section below a title holds."""
    if _OF_STUDENT.search(title):
        return Voice.STUDENT
    return Voice.PRESENTER if _OF_PRESENTER.search(title) else Voice.UNTOLD


def _english_cue(passage: str) -> Cue:
    """In English the subject comes first, so the earlier cue wins."""
    told, first_person = _TOLD.search(passage), _FIRST_PERSON.search(passage)
    if first_person and not (told and told.start() < first_person.start()):
        return Cue(Voice.STUDENT, 0.6 if _OPINION.search(passage) else 0.0)
    if _ANNOUNCED.search(passage):
        return Cue(Voice.NARRATION)
    if told:
        return Cue(Voice.PRESENTER, 0.7 if told["telling"] else 0.9)
    return Cue(Voice.NARRATION) if _NARRATED.search(passage) else Cue(Voice.UNTOLD)


def _korean_cue(passage: str) -> Cue:
    """In Korean the predicate comes last, so the later cue wins."""
    said, opinion = _last(_KOREAN_TOLD, passage), _last(_KOREAN_OPINION, passage)
    if said > opinion:
        return Cue(Voice.PRESENTER, 0.9 if _KOREAN_CLAIMED.search(passage, said) else 0.7)
    if opinion > said:
        return Cue(Voice.STUDENT, 0.6)
    return Cue(Voice.NARRATION) if _KOREAN_NARRATED.search(passage) else Cue(Voice.UNTOLD)


def _last(pattern: re.Pattern[str], passage: str) -> int:
    return max((found.start() for found in pattern.finditer(passage)), default=-1)
