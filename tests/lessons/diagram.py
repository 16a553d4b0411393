"""Whether a diagram has the form of one: each of its lines, who is introduced, what is begun and
ended. This is not mermaid's parser; it knows of sequence diagrams and flowcharts what we need."""
import re

from finding import Drift, lines_of

ARROW = r"(--?>>?|--?[x)])[+-]?"
WHO = r"[\w ]+?"
SEQUENCE = re.compile(
    rf"(participant|actor) (?P<declared>\w+)( as .+)?|(?P<from>{WHO}) *{ARROW} *(?P<to>{WHO}): *\S.*"
    rf"|Note (over|left of|right of) (?P<noted>{WHO}(, *{WHO})?): *\S.*|(de)?activate \w+"
    r"|autonumber|(?P<begin>loop|alt|opt|par|critical|break|rect)\b.*|(else|and|option)\b.*"
    r"|(?P<end>end)")
NAME = r'\w+(\["[^"]*"\]|\("[^"]*"\)|\(\["[^"]*"\]\)|\[\("[^"]*"\)\]|\{"[^"]*"\}|\[[^"\[\]()]*\])?'
LINK = r"(<?(--+|==+|-\.+-)[>xo]?( *\|[^|]+\|)?|-\. [^.]+ \.->|-- [^-]+ -->|== [^=]+ ==>)"
FLOW = re.compile(rf"{NAME}( *{LINK} *{NAME})*|(?P<begin>subgraph)\b.*|(?P<end>end)")


def check_diagram(text):
    lines = [line.strip().rstrip(";") for line in lines_of(text)
             if line.strip() and not line.strip().startswith("%%")]
    kind = lines[0] if lines else "nothing"
    if kind != "sequenceDiagram" and not re.fullmatch("(flowchart|graph) (TB|TD|BT|LR|RL)", kind):
        raise Drift("this is no diagram that the check knows", "sequenceDiagram or flowchart TD",
                    kind)
    form, depth, known, used = (SEQUENCE if kind == "sequenceDiagram" else FLOW), 0, set(), []
    for line in lines[1:]:
        match = form.fullmatch(line)
        if not match:
            raise Drift("this diagram has a line that is none of a diagram", "a line of a " + kind,
                        line)
        words = match.groupdict()
        depth += bool(words["begin"]) - bool(words["end"])
        known |= {words.get("declared")} - {None}
        names = [words.get("from"), words.get("to"), *(words.get("noted") or "").split(",")]
        used += [name.strip() for name in names if name]
        if depth < 0:
            break
    if depth != 0:
        raise Drift("this diagram has not as many ends as beginnings", "", f"{depth:+}")
    if known and (strangers := [name for name in used if name not in known]):
        raise Drift("this diagram speaks of somebody whom it doesn't introduce",
                    ", ".join(sorted(known)), strangers[0])
