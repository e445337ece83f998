"""What is denied, asked, supposed or only associated is no edge; double negation asserts."""

from __future__ import annotations

import pytest

from causal.authoring.draft.connectives import links
from causal.authoring.draft.graph import sketch
from causal.authoring.draft.proposals import proposals
from causal.authoring.draft.sentences import Sentence, sentences
from causal.authoring.draft.stances import DRAWN, Stance


def read(text):
    return {link.stance for link in links(Sentence(paragraph=1, number=1, text=text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nothing suggests that the vaccine leads to fatigue.", Stance.DENIED),
        ("The closure can't be blamed for the losses.", Stance.DENIED),
        ("Neither the strike nor the storm led to shortages.", Stance.DENIED),
        ("It would be wrong to say that the drought caused the price rise.", Stance.DENIED),
        ("The idea that coffee causes ulcers has been debunked.", Stance.DENIED),
        ("The programme had no effect on test scores.", Stance.DENIED),
        ("Contrary to popular belief, cold weather does not cause colds.", Stance.DENIED),
        ("Police ruled out arson as the cause of the fire.", Stance.DENIED),
        ("There can be no doubt that smoking causes cancer.", Stance.ASSERTED),
        ("It cannot be denied that the toll reduced traffic.", Stance.ASSERTED),
        ("Is the tax to blame for the slump?", Stance.ASKED),
        ("It is unclear whether the levy raised prices.", Stance.ASKED),
        ("If demand were to weaken, prices would fall.", Stance.SUPPOSED),
        ("Had the dam held, losses would have been smaller.", Stance.SUPPOSED),
        ("Analysts do not rule out that the ban hurt sales.", Stance.SUPPOSED),
        ("Bonds rose amid talk of a rescue.", Stance.ASSOCIATED),
        ("Coffee rose on 6 May after frost damaged trees.", Stance.ASSERTED),
        ("In May prices rose because of a drought.", Stance.ASSERTED),
        ("Frost may have raised prices.", Stance.SUPPOSED),
        ("The new law had no measurable effect on rents.", Stance.DENIED),
        ("The vaccine was not responsible for the deaths.", Stance.DENIED),
        ("Few economists believe that the tariff will create jobs.", Stance.DENIED),
        ("The removal of the toll led to no change in traffic.", Stance.DENIED),
        ("The merger has yet to produce any savings.", Stance.DENIED),
        ("The claim that the tax destroyed jobs is not supported by the data.", Stance.DENIED),
        ("Critics question whether the law has had any effect on crime.", Stance.ASKED),
        ("Without the subsidy, most farms would fail.", Stance.SUPPOSED),
        ("Obesity is linked to diabetes.", Stance.ASSOCIATED),
        ("有人担心裁员会拖累消费。", Stance.SUPPOSED),
        ("没有补贴,光伏行业就不会发展得这么快。", Stance.SUPPOSED),
        ("学者质疑高铁带动了经济。", Stance.ASKED),
        ("网传喝醋能治好流感,专家对此予以否认。", Stance.DENIED),
        ("吸烟与肺癌不存在必然联系。", Stance.DENIED),
        ("并没有证据显示手机辐射会引发癌症。", Stance.DENIED),
        ("专家否认新规导致失业。", Stance.DENIED),
        ("加息未能抑制通胀。", Stance.DENIED),
        ("这次停电并不是台风引起的。", Stance.DENIED),
        ("事故并非超速所致。", Stance.DENIED),
        ("毫无疑问,暴雨导致减产。", Stance.ASSERTED),
        ("不可否认,新税抑制了消费。", Stance.ASSERTED),
        ("是否是天气造成了减产？", Stance.ASKED),
        ("倘若油价上涨,通胀将回升。", Stance.SUPPOSED),
        ("央行若降息,股市有望上涨。", Stance.SUPPOSED),
    ],
)
def test_the_stance_of_a_sentence(text, expected):
    assert read(text) == {expected}


def test_what_is_set_against_the_cause_is_denied():
    one = links(Sentence(paragraph=1, number=1, text="Rents rose because of a lack of homes rather than immigration."))
    assert {(link.cause, link.stance) for link in one} == {
        ("immigration", Stance.DENIED),
        ("lack of homes", Stance.ASSERTED),
    }


def test_only_what_is_asserted_or_associated_is_drawn():
    text = "The strike did not cause the shortage. Did rain cause floods? Shares fell amid fears of war. Frost raised prices."
    made = {f"c{i}": p for i, p in enumerate(proposals(sentences(text)), start=1)}
    assert [p.link.stance for p in made.values() if p.link] == [
        Stance.DENIED,
        Stance.ASKED,
        Stance.ASSOCIATED,
        Stance.ASSERTED,
    ]
    arrows = sketch(made).arrows
    assert [(a.cause, a.sign, a.associated) for a in arrows] == [("fears_war", 0, True), ("frost", 1, False)]
    assert {Stance.ASSERTED, Stance.ASSOCIATED} == DRAWN
