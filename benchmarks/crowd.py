"""Many invented reports on one talk, in Korean and in English: what a large class hands in."""

from __future__ import annotations

import random

POINTS = {
    "en": (
        "{says} a street that is built for cars teaches children to stay indoors.",
        "{says} narrow lanes slow traffic better than any speed camera.",
        "{says} a bench without a back tells old people that they should move on.",
        "{says} shops survive where people can stop within ten steps of the door.",
        "{says} free parking is the most expensive thing that a city gives away.",
        "{says} trees along a road lower the heat of a whole block in August.",
        "{says} a crossing must be placed where people walk and not where engineers wait.",
        "{says} night buses do more for young workers than a new motorway.",
    ),
    "ko": (
        "{says} 자동차를 위해 만든 거리는 아이들을 집 안에 가둔다고 주장했다.",
        "{says} 좁은 차로가 단속 카메라보다 속도를 더 잘 늦춘다고 주장했다.",
        "{says} 등받이 없는 의자는 노인에게 어서 지나가라고 말하는 것이라고 주장했다.",
        "{says} 열 걸음 안에 멈출 수 있어야 가게가 살아남는다고 주장했다.",
        "{says} 무료 주차장은 도시가 나눠 주는 가장 비싼 선물이라고 주장했다.",
        "{says} 길가의 나무는 한여름 동네 전체의 온도를 낮춘다고 주장했다.",
        "{says} 횡단보도는 기술자가 아니라 걷는 사람이 가는 곳에 놓아야 한다고 주장했다.",
        "{says} 심야 버스는 새 고속도로보다 젊은 노동자에게 더 도움이 된다고 주장했다.",
    ),
}
SAYS = {
    "en": ("The presenter argued that", "The speaker claimed that", "He said that", "Park maintained that"),
    "ko": ("발표자는", "강연자는", "박 교수는", "연사는"),
}
DOUBTS = {
    "en": "I doubt that {about}, because nobody in my town has ever {verb} it.",
    "ko": "나는 {about} 말에는 동의하기 어렵다. 우리 동네에서는 아무도 그렇게 {verb} 않았다.",
}
WORDS = {
    "en": ("seen", "missed", "wanted", "paid for", "asked about", "measured"),
    "ko": ("보지", "바라지", "말하지", "느끼지", "걷지", "재지"),
}
TOPIC = "Who owns the street"


def report(number: int, seed: int = 7) -> str:
    """The report of student `number`; every second one is Korean. The same numbers give the same text."""
    chance = random.Random(f"{seed}:{number}")
    language = "ko" if number % 2 else "en"
    told = chance.sample(POINTS[language], chance.randint(4, 6))
    lines = [f"# Week 1 Report\n\n2031-{number:05d} Student {chr(65 + number % 26)}\n\nTopic: {TOPIC}\n"]
    lines += [point.format(says=chance.choice(SAYS[language])) for point in told]
    core = chance.choice(told).removeprefix("{says} ").rstrip(".")
    about = core if language == "en" else core.removesuffix("고 주장했다") + "는"
    lines.append(DOUBTS[language].format(about=about, verb=chance.choice(WORDS[language])))
    return "\n".join(lines) + "\n"
