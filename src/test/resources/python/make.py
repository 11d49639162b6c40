#!/usr/bin/env python3
"""Writes what Python says about made-up texts: ini.txt and paths.txt, a case a line.

ini.txt: the text, a tab, and what configparser writes after reading it, or "refused".
paths.txt: the text, a tab, and its expansion. All texts are in Base64.
"""
import base64
import configparser
import io
import os
import random

random.seed(8628)

NAMES = ["a", "oauth-alice", "a]b", "[", "x y", "DEFAULT", "default", "é", "\U0001f600", " p ", "#", "%"]
KEYS = ["hf_token", "HF_Token", "k", "K", "refresh_token", "ΑΣ", "İ", "x y", "é", "É", "", "[k", "#k"]
VALUES = ["", "v", "hf_x%y", "%(k)s", "a = b", "c : d", "v # w", "x ; y", "[n]", "a\u00a0", "\u2028z", "ü"]
SPACES = ["", "", "", " ", "  ", "\t", "\u00a0", "\u3000", "\x1c", "\x0b", "\x85", "\u200b"]
ENDS = ["\n"] * 8 + ["\r\n", "\r", "\n\n", "\n \n"]


def space():
    return random.choice(SPACES)


def line():
    kind = random.random()
    if kind < 0.25:
        return space() + "[" + random.choice(NAMES) + random.choice(["]", "]", "]", "] rest", "", "]]"])
    if kind < 0.75:
        key = random.choice(KEYS)
        return space() + key + space() + random.choice("==:") + space() + random.choice(VALUES) + space()
    if kind < 0.85:
        return random.choice(["  ", "\t", " \t "]) + random.choice(VALUES)
    if kind < 0.95:
        return space() + random.choice(["#", ";"]) + random.choice(VALUES)
    return random.choice(["", " ", "\t", "no delimiter", "=", ": v", "[]", "]"])


def text():
    start = "" if random.random() < 0.2 else "[" + random.choice(NAMES[:5]) + "]\n"
    return start + "".join(line() + random.choice(ENDS) for _ in range(random.randint(0, 8)))


def read_and_write(ini):
    parser = configparser.ConfigParser(interpolation=None)
    # A file that is opened as text has one kind of line end.
    parser.read_file(io.TextIOWrapper(io.BytesIO(ini.encode()), encoding="utf-8"))
    written = configparser.ConfigParser(interpolation=None)
    for section in sorted(parser.sections()):
        written.add_section(section)
        for key, value in parser.items(section):
            written.set(section, key, value)
    out = io.StringIO()
    written.write(out)
    return out.getvalue()


def ini_case():
    ini = text()
    try:
        return ini, read_and_write(ini)
    except (configparser.Error, ValueError):
        return ini, None


def path_case():
    parts = ["~", "/", "$", "${", "}", "{", "A", "B", "none", "é", "_", "1", ".", "-", "$A", "${A}", "${B}", " "]
    value = "".join(random.choice(parts) for _ in range(random.randint(1, 8)))
    if value.startswith("~") and value[1:2] not in ("", "/"):
        value = "~/" + value[1:]
    return value, os.path.expandvars(os.path.expanduser(value))


def encoded(value):
    return "refused" if value is None else base64.b64encode(value.encode()).decode()


def write(name, cases):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), "w", encoding="ascii") as out:
        for case in sorted(set(cases), key=lambda both: (both[0], str(both[1]))):
            out.write(encoded(case[0]) + "\t" + encoded(case[1]) + "\n")


os.environ.clear()
os.environ.update({"HOME": "/home/alice", "A": "/va", "B": "v$A{b", "_": "us", "1": "one", "é": "never"})
write("ini.txt", [ini_case() for _ in range(1500)])
write("paths.txt", [path_case() for _ in range(600)])
