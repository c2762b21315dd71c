"""Who is in a sentence, the writer or others, and what was said before it, as strings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.reading.cues import Cue
from bot.reading.sentences import Sentence

_QUOTED = re.compile(r"“[^“”]{1,300}”|\"[^\"]{1,300}\"|「[^」]{1,300}」")
_FIRST = re.compile(
    r"\b(?:I|i(?!\.)|[Mm]e|[Mm]y|[Mm]yself|[Mm]ine)\b"
    r"|(?:^|\s)(?:나는|나도|나로서는|나에게|나한테|내가|내게|내겐|난|내"
    r"|저는|저도|저로서는|저에게|저한테|제가|제게|전|제|필자[는가의]?|본인[은이]?|개인적으로)(?=\s)"
)
_OTHERS = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Hh]is|[Hh]er|[Tt]heir|[Hh]im|[Tt]hem"
    r"|(?:[Ss]peaker|[Pp]resenter|[Ll]ecturer|[Pp]rofessor|[Gg]uest|[Tt]alk|[Ll]ecture)s?)\b"
    r"|발표자|발제자|연사|강연자|강연|교수|박사|강사|선생|그[는가의]\s|라고|다고|자고|냐고"
)
_QUOTATIVE = re.compile(
    r"[다라자냐]고|[다라자냐]며|[다라자냐]는|[다라]면서|[대래재]요?$|[다라]니|셨|하심|[다라]함|논지|주장|취지|요지|입장"
)
_TURN = re.compile(
    r"(?:but|however|yet|still|though|although|on the other hand|nevertheless|besides|then again|as for"
    r"|다만|하지만|그러나|그런데|근데|그렇지만|반면|한편|오히려|그래도|그럼에도|물론)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"\b(?:dis)?agree|\bdoubt|\bconvinc|\bbuy\b|\bside with|\bobject|\bpersua|\bpart company|\bunfair"
    r"|\bovers(?:tat|impl)|\bexaggerat|\bfair enough|\b(?:was|is|are) (?:quite )?(?:right|wrong)\b"
    r"|\bon (?:his|her|their) side|\b(?:do not|don['’]t) think so|\bcontrary|\bgo further"
    r"|\btoo (?:far|strong|simple|quick)|찬성|반대|동의|동감|공감|의문|과장|지나치|이견"
    r"|수긍|글쎄|선뜻|납득|무리(?:이다|다|가|인)|받아들이기 어|맞는 ?말|설득력|옳다고 (?:본|생각)"
    r"|틀렸|(?:생각|입장|의견)이 다르",
    re.IGNORECASE,
)
_OUGHT = re.compile(r"\b(?:should|must|ought|need)\b|야 (?:한다|함|된다|해요|합니다)|[아어해]야\s")
_TAIL = 16
_NEAR = 4


def tone(passage: str) -> str:
    """Whether the writer, others, a quotative end, a turn, a side taken and a demand are in a sentence.

    >>> tone("But I doubt that they should stay.")
    'io-tsd'
    """
    own = _QUOTED.sub('""', passage)
    tests = (
        _FIRST.search(own),
        _OTHERS.search(own),
        _QUOTATIVE.search(own[-_TAIL:]),
        _TURN.match(own),
        _SIDES.search(own),
        _OUGHT.search(own),
    )
    return "".join(letter if test else "-" for letter, test in zip("ioqtsd", tests, strict=True))


def turns(tones: Sequence[str], cues: Sequence[Cue], sentences: Sequence[Sentence]) -> Iterator[list[str]]:
    """For each sentence its tone beside those of its neighbours, of its paragraph and of all before."""
    ahead = _ahead(cues)
    last = first = -1
    spoken = False
    earlier = 0
    for at, mine in enumerate(tones):
        if first < 0 or sentences[at - 1].paragraph != sentences[at].paragraph:
            first, spoken = at, False
        who = mine[:3]
        before = tones[at - 1][:3] if at else "^"
        after = tones[at + 1][:3] if at + 1 < len(tones) else "$"
        found = [
            f"tone {mine}",
            f"tone {who} {cues[at].voice}",
            f"tones {before} {who}",
            f"tones {who} {after} after",
            f"next {ahead[at]} {who}",
            f"earlier {min(earlier, 3)} {at * 5 // len(tones)} {who}",
            *(f"tone {letter}" for letter in mine if letter != "-"),
        ]
        if last >= 0:
            found.append(f"last {cues[last].voice} {min(at - last, _NEAR)} {who}")
        if first != at:
            found.append(f"opens {tones[first][:4]} {cues[first].voice} {who}")
            found.append(f"spoken {spoken:d} {who}")
        yield found
        last = at if cues[at].strength else last
        spoken = spoken or mine[0] == "i"
        earlier += mine[0] == "i"


def _ahead(cues: Sequence[Cue]) -> list[str]:
    """For each sentence the next voice that makes itself plain, and how far off it is."""
    found: list[str] = []
    for at in range(len(cues)):
        near = range(at + 1, min(at + _NEAR + 1, len(cues)))
        plain = next((step for step in near if cues[step].strength), at)
        found.append(f"{cues[plain].voice} {plain - at}" if plain > at else "none")
    return found
