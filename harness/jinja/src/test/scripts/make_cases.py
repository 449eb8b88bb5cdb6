"""Makes cases.json: small templates and what real Jinja2 renders for them.

    python -m venv venv && venv/bin/pip install jinja2==3.1.6
    venv/bin/python make_cases.py > ../resources/dev/mekiki/jinja/cases.json

The environment of the dialect "chat" is set up as Hugging Face transformers 5.23 sets up its own,
the one of "prompt" as lm-evaluation-harness does, but sandboxed. Only errors that a template raises
itself are compared by their words.
"""
import json
import re
from datetime import datetime

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime(2026, 1, 5, 9, 3, 7)

VARIABLES = {
    "s": "Hello, 世界", "n": None, "t": True, "f": 1.0, "i": 3, "big": 12345678901234567890, "e": "",
    "l": ["b", "a", "C"], "nums": [3, 1, 2], "d": {"b": 1, "a": [1, 2.5, None, True], "items": "own"},
    "deep": {"x": {"y": [{"z": "end"}]}}, "html": "<b>&\"'", "astral": "a𠮷b",
    "rows": [{"k": "x", "v": 2, "o": {"p": 1}}, {"k": "Y", "v": 1, "o": {"p": 2}}, {"k": "x", "v": 3, "o": {"p": 0}}],
    "text": "one two\nthree  four\n\nfive", "tools": ["hammer"],
}


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_render"), [], [], body).set_lineno(line)

    def _render(self, caller):
        return caller()


class Namespace(jinja2.utils.Namespace):
    def __init__(*args, **kwargs):
        self, args = args[0], args[1:]
        attrs = dict(*args, **kwargs)
        for name in attrs:
            Namespace._check(name)
        jinja2.utils.Namespace.__init__(self, attrs)

    def __setitem__(self, name, value):
        Namespace._check(name)
        jinja2.utils.Namespace.__setitem__(self, name, value)

    @staticmethod
    def _check(name):
        if isinstance(name, str) and name.startswith("_"):
            raise jinja2.exceptions.SecurityError(name)


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def chat():
    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    env.filters["tojson"] = lambda x, ensure_ascii=False, indent=None, separators=None, sort_keys=False: json.dumps(
        x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    env.globals["namespace"] = Namespace
    return env


def prompt():
    env = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    env.filters["regex_replace"] = lambda string, pattern, repl, count=0: re.sub(pattern, repl, string, count=count)
    return env


def expressions(text):
    return ["{{ " + line.strip() + " }}" for line in text.strip().splitlines() if line.strip()]


CHAT = expressions(open("expressions.txt", encoding="utf-8").read())
CHAT += open("templates.txt", encoding="utf-8").read().split("\n=====\n")
PROMPT = open("prompts.txt", encoding="utf-8").read().split("\n=====\n")


def cases(env, templates):
    for template in templates:
        case = {"template": template}
        try:
            case["expected"] = env.from_string(template).render(VARIABLES)
        except Exception as error:
            case["error"] = str(error)
            case["error_type"] = type(error).__name__
        yield case


lines = ['{"now": ' + json.dumps(NOW.isoformat()) + ",", '"variables": ' + json.dumps(VARIABLES, ensure_ascii=False) + ","]
for name, env, templates in (("chat", chat(), CHAT), ("prompt", prompt(), PROMPT)):
    rows = [json.dumps(case, ensure_ascii=False) for case in cases(env, templates)]
    lines.append(json.dumps(name) + ": [\n" + ",\n".join(rows) + "\n]" + ("," if name == "chat" else "}"))
print("\n".join(lines))
