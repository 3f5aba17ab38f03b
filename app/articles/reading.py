"""Reading an article: the statements it may make, each with the words that made it. Rules, no model; pure.

A sentence is read for who is named, what could be given, how many, what verbs say happens, days and speakers. Each
thing is tied to the verb it hangs on and to its giver; that is a candidate. The rules are those of the codebook in
docs/method.md, the words are data in seeds/. How it was decided: docs/decisions/0013-reading.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.articles.answers import answers_of
from app.articles.candidates import candidates_of
from app.articles.days import days_of
from app.articles.drafts import drafts_of
from app.articles.names import Name, Names, people_of
from app.articles.numbers import beginnings, numbers_of
from app.articles.objects import objects_of
from app.articles.parsed import Draft, Parsed
from app.articles.places import host_of, operations_for
from app.articles.schemas import Candidate
from app.articles.sentences import Sentence, sentences_of
from app.articles.speakers import Speaker, speaker_of, speakers_of
from app.articles.statuses import triggers_of
from app.articles.vocabulary import Vocabulary


def read_article(text: str, published_on: date | None, vocabulary: Vocabulary) -> list[Candidate]:
    """The candidates in the order of the text. Any text gives an answer, in time that grows as the text does.

    `published_on` is the day that "on Wednesday" and "last Friday" are reckoned from; without it they stay open.
    """
    sentences = sentences_of(text)
    finder = Names(vocabulary)
    people = people_of(sentences, finder)
    names = [finder.of(sentence.words, people) for sentence in sentences]
    own = [speaker_of(text, s.words, row) for s, row in zip(sentences, names, strict=True)]
    speakers = speakers_of(sentences, own)
    parsed = [
        _parsed(text, i, sentence, names[i], speakers[i], published_on, vocabulary)
        for i, sentence in enumerate(sentences)
    ]
    host = host_of(names, vocabulary.organisations)
    drafts = _drafts(parsed, host)
    operations = operations_for(vocabulary, host, published_on, names)
    return candidates_of(text, drafts, published_on, operations)


def _parsed(
    text: str,
    index: int,
    sentence: Sentence,
    names: Sequence[Name],
    speaker: Speaker | None,
    published_on: date | None,
    vocabulary: Vocabulary,
) -> Parsed:
    words = sentence.words
    numbers = numbers_of(text, words)
    triggers = triggers_of(words, frozenset(beginnings(numbers)))
    ends = frozenset(i for trigger in triggers for i in range(trigger.at, trigger.until))
    objects = objects_of(words, numbers, vocabulary.categories, ends)
    days = days_of(words, published_on)
    return Parsed(sentence, names, numbers, objects, triggers, days, speaker, index)


def _drafts(parsed: Sequence[Parsed], host: str) -> list[Draft]:
    """The drafts of all sentences; a pronoun means whoever acted last in its paragraph."""
    found: list[Draft] = []
    previous, paragraph = "", -1
    for each in parsed:
        if each.sentence.paragraph > paragraph + 1:
            previous = ""
        paragraph = each.sentence.paragraph
        drafts = drafts_of(each, host, previous)
        found += drafts
        previous = _last_actor(each, drafts, host) or previous
    answers = list(answers_of(parsed, found, host))
    return sorted([*found, *answers], key=lambda draft: (draft.parsed.index, draft.at))


def _last_actor(each: Parsed, drafts: Sequence[Draft], host: str) -> str:
    if drafts:
        return drafts[0].code
    acting = [name.code for name in each.names if not name.is_place and name.code != host]
    return acting[0] if acting else ""
