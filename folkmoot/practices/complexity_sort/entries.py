"""Where an issue sits, part by part and together, how it is handled now, and the small trials that follow."""

from typing import Annotated

from folkmoot.practice_kit.fields import NOTE, SHORT, Choice, Day, Lines, Shape, Text

DOMAINS = {
    "clear": "Clear",
    "complicated": "Complicated",
    "complex": "Complex",
    "chaotic": "Chaotic",
    "confused": "Confused",
}
IN_OTHER_WORDS = {
    "clear": "Anyone would know what to do. Once called simple.",
    "complicated": "An expert could work it out.",
    "complex": "Only hindsight will tell.",
    "chaotic": "Nothing holds for now. Act first.",
    "confused": "We do not know, or do not agree.",
}
CORNERS = {
    "clear": "Anyone would know the answer",
    "complicated": "An expert could work it out",
    "complex": "Only hindsight will tell",
    "chaotic": "Nobody can say",
    "confused": "We do not know, or do not agree",
}
SURE = {"1": "Not very", "2": "Fairly", "3": "Very"}
TREATMENTS = {
    "procedure": "By a procedure or checklist",
    "expert_project": "As a project for experts",
    "trials": "By small trials",
    "emergency": "As an emergency",
    "avoidance": "We leave it alone",
}
TOO_BIG = dict.fromkeys(
    ("strategy", "strategic", "review of", "roll out", "roll-out", "framework"), "What is the first hour of that?"
)


class Settings(Shape):
    """Which form, and what to sort."""

    form: Annotated[
        str,
        Choice(
            "Form",
            {"quick": "Quick", "experienced": "Experienced"},
            hints={
                "quick": "People see the five kinds by name from the start.",
                "experienced": "Names are hidden until people have placed the issues by description.",
            },
        ),
    ] = "quick"
    issues: Annotated[
        list[str],
        Lines(
            "Issues", limit=100, hint="One a line. Which situation or decision, for whom? Empty: those of the session."
        ),
    ] = []


class Placement(Shape):
    """Where one person puts one issue."""

    domain: Annotated[str, Choice("What kind of situation is it?", DOMAINS, hints=IN_OTHER_WORDS)]
    sure: Annotated[str, Choice("How sure are you?", SURE)] = ""
    reason: Annotated[str, Text("Why?", limit=NOTE, hint="If you like. Shown without your name.", no_names=True)] = ""


class Facet(Shape):
    """A part of an issue that may be of another kind than the rest."""

    title: Annotated[str, Text("A part of it", limit=SHORT)]
    domain: Annotated[str, Choice("Where this part sits, if you agree", DOMAINS, hints=IN_OTHER_WORDS)] = ""


class AgreedPlacement(Shape):
    """Where the group puts an issue together; to leave it split is a result too."""

    domain: Annotated[
        str,
        Choice(
            "Where does it sit?",
            DOMAINS | {"split": "Split"},
            hints=IN_OTHER_WORDS | {"split": "We see it differently, or its parts differ. That is a result too."},
        ),
    ]
    note: Annotated[str, Text("A word on that", limit=NOTE)] = ""


class CurrentTreatment(Shape):
    """How an issue is handled at present, whatever it is called."""

    how: Annotated[str, Choice("How are we handling it now?", TREATMENTS)]
    note: Annotated[str, Text("A word on that", limit=NOTE)] = ""


class Probe(Shape):
    """A small trial that is safe to fail; becomes a Step of whoever takes it on."""

    text: Annotated[
        str,
        Text("A small trial I could start within two weeks", limit=140, hint="Begin with a verb.", discourage=TOO_BIG),
    ]
    expect: Annotated[str, Text("What I expect to see", limit=NOTE)] = ""
    amplify_if: Annotated[str, Text("What would tell us to do more of it", limit=NOTE)] = ""
    dampen_if: Annotated[str, Text("What would tell us to stop", limit=NOTE)] = ""
    by_when: Annotated[str, Day("By when", hint="If you like.")] = ""
