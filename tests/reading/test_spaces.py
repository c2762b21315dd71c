"""A pool that passages join and leave is the pool of those that are left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.spaces import Features, Index, Space

SETS = st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), max_size=6)


@given(SETS, SETS, st.frozensets(st.sampled_from("abcdef")))
def test_who_left_leaves_no_trace(stay: list[Features], leave: list[Features], usual: Features) -> None:
    fresh, kept = Space(usual, stay), Space(usual, leave)
    for one in leave:
        kept.length(one)
    kept.change(stay, leave)
    assert [kept.length(one) for one in stay] == [fresh.length(one) for one in stay]
    assert [kept.square(feature) for one in stay for feature in one] == [
        fresh.square(feature) for one in stay for feature in one
    ]


def test_an_index_finds_only_whom_it_holds() -> None:
    slow, fast = frozenset({"street", "slow"}), frozenset({"street", "fast"})
    index = Index[str](Space(frozenset(), [slow, fast]))
    index.add("slow", slow)
    index.add("fast", fast)
    assert index.cosines(slow).keys() == {"slow", "fast"}
    assert index.cosines(slow, {"fast", "gone"}).keys() == {"fast"}
    index.remove("slow")
    assert index.cosines(slow).keys() == {"fast"}
    index.remove("fast")
    assert index.cosines(slow) == {}
