"""Texts may contain emphasis, strong words and links; every other character stands for itself."""

from __future__ import annotations

import re
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handout.inline import (
    Emphasis,
    Inline,
    Link,
    Plain,
    Strong,
    encoded_url,
    is_safe_url,
    paragraphs,
    plain_text,
    read_inline,
)


def spelt(nodes: tuple[Inline, ...]) -> str:
    """Return nodes as text: <emphasis>, <<strong>>, {words|address}."""
    signs = {Emphasis: "<{}>", Strong: "<<{}>>"}
    words = []
    for node in nodes:
        match node:
            case Plain(text):
                words.append(text)
            case Link(children, url):
                words.append(f"{{{spelt(children)}|{url}}}")
            case _:
                words.append(signs[type(node)].format(spelt(node.children)))
    return "".join(words)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Lift *slowly*.", "Lift <slowly>."),
        ("**Stop** if it hurts.", "<<Stop>> if it hurts."),
        ("***Stop*** now", "<<<Stop>>> now"),
        ("*one **two** three*", "<one <<two>> three>"),
        ("**one *two* three**", "<<one <two> three>>"),
        ("**a** **b**", "<<a>> <<b>>"),
        ("ein*ge*rückt", "ein<ge>rückt"),
        ("慢*慢*来", "慢<慢>来"),
        ("over\ntwo *long\nlines*", "over two <long lines>"),
        ("[our site](https://example.org)", "{our site|https://example.org}"),
        ("[a *b*](https://example.org/c_(d))", "{a <b>|https://example.org/c_(d)}"),
        ("[call](tel:+1-555)", "{call|tel:+1-555}"),
        ("[write](MAILTO:a@b.org)", "{write|MAILTO:a@b.org}"),
        ("*[a](https://b.org)*", "<{a|https://b.org}>"),
        ("[a](https://b.org)[c](https://d.org)", "{a|https://b.org}{c|https://d.org}"),
    ],
)
def test_markup_is_parsed(text: str, read: str) -> None:
    assert spelt(read_inline(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        *("*", "**", "***", "****", "2 * 3", "2*3", "5*5 and 6*6", "* a *", "** a **", "*a", "a*"),
        *("**a", "a **", "*a **", "a * b * c", "<b>bold</b>", "&amp; & &#42;", "{{ name }}", "[[["),
        *("[]", "[]()", "[a]", "[a]()", "[a] (https://b.org)", "[a](b c)", "_a_ `b` ~c~", "\\*"),
        "[a](javascript:alert(1))",
        "[a](JavaScript:alert(1))",
        "[a](data:text/html,b)",
        "[a](file:///etc/passwd)",
        "[a](//example.org)",
        "[a](images/b.svg)",
        "[a *b*](javascript:c)",
        "![a](images/b.svg)",
        "# a",
        "1. a",
        "${a} %(b)s {c}",
    ],
)
def test_every_other_character_prints_as_itself(text: str) -> None:
    assert spelt(read_inline(text)) == text


def test_markup_after_an_unsafe_link_is_parsed() -> None:
    assert spelt(read_inline("[a](javascript:b) *c*")) == "[a](javascript:b) <c>"


@given(
    st.text(st.characters(exclude_characters="*[]()\x85\u2028\u2029", exclude_categories=["Cs"]))
)
def test_text_without_markup_is_unchanged_except_for_white_space(text: str) -> None:
    assert plain_text(read_inline(text)) == re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


MARKED = st.text(st.sampled_from("**ab 1[]()\n:/") | st.characters(), max_size=60)


@given(MARKED)
@example("[a](https://b.org/*c*)")
@example("**a****b**")
def test_only_markup_characters_are_removed(text: str) -> None:
    nodes = read_inline(text)
    marks = str.maketrans("", "", "<>{|}*[]()")
    plain, source = ("".join(words.translate(marks).split()) for words in (spelt(nodes), text))
    assert plain == source


@given(MARKED)
def test_asterisks_are_removed_in_pairs(text: str) -> None:
    signs = text.count("*") - plain_text(read_inline(text)).count("*")
    assert signs % 2 == 0


@pytest.mark.parametrize(
    "text",
    ["**a " * 50_000, "*a " * 50_000, "[a](b" * 50_000, "*" * 100_000, "**a b** *a " * 20_000],
    ids=lambda text: text[:11],
)
def test_a_long_run_of_markup_characters_is_parsed_quickly(text: str) -> None:
    start = perf_counter()
    assert plain_text(read_inline(text))
    assert perf_counter() - start < 10


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one", ["one"]),
        ("one\ntwo", ["one\ntwo"]),
        ("one\n\ntwo\n", ["one", "two"]),
        ("one\r\n \r\n\t\r\ntwo", ["one", "two"]),
        ("\n\n", []),
    ],
)
def test_empty_lines_separate_paragraphs(text: str, parts: list[str]) -> None:
    assert paragraphs(text) == parts


@pytest.mark.parametrize("text", ["http://a.org", "HTTPS://a.org/b?c#d", "mailto:a@b.org", "tel:1"])
def test_a_link_may_point_to_the_web_a_mailbox_and_a_telephone(text: str) -> None:
    assert is_safe_url(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "a.org", "//a.org", "http://", "http:///a", "https://a b", "ftp://a.org", "mailto:"),
        *("https://a.org\\b", "https://[a", "https://a@b.org", "https://a:b", "https://a%.org"),
        *(" http://a.org", "http://a.org\n", "vbscript:a", "java\tscript:a", "xhttp://a.org"),
    ],
)
def test_a_link_may_point_nowhere_else(text: str) -> None:
    assert not is_safe_url(text)


@pytest.mark.parametrize(
    ("address", "encoded"),
    [
        ("https://a.org/b?c=d&e=%41#f", "https://a.org/b?c=d&e=%41#f"),
        ('https://a.org/[1]{2}|3^`\\<>"', "https://a.org/%5B1%5D%7B2%7D%7C3%5E%60%5C%3C%3E%22"),
        ("https://a.org/100%?x=50%&y=%zz", "https://a.org/100%25?x=50%25&y=%25zz"),
        ("https://a.org/#one#two[3]", "https://a.org/#one%23two%5B3%5D"),
        ("https://a.org/~knie/übung", "https://a.org/~knie/%C3%BCbung"),
        ("mailto:a@b.org?subject=My%20knee", "mailto:a@b.org?subject=My%20knee"),
        ("tel:+41(0)44-1;ext=2", "tel:+41(0)44-1;ext=2"),
    ],
)
def test_an_address_is_encoded_where_a_url_must_be(address: str, encoded: str) -> None:
    assert is_safe_url(address)
    assert encoded_url(address) == encoded
    assert encoded_url(encoded) == encoded
