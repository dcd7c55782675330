from random import Random

from records.index.grams import LONGEST, cover, pairs, singles, triples


def test_a_form_stands_in_a_text_where_its_terms_stand_in_their_places():
    chance, found = Random(8), {2: 0, 3: 0, 5: 0}
    for _ in range(3000):
        text = "".join(chance.choices("ab关于𠮷\n ", k=chance.randrange(2, 30)))
        lines, long = text.split(), chance.choice(list(found))
        cut = chance.choice(lines)[:long] if lines and chance.random() < 0.5 else ""
        form = cut + "".join(chance.choices("ab关于𠮷", k=long - len(cut)))
        terms = triples(text).split() if len(form) > 2 else pairs(text).split()
        taken = cover(form, lambda _term: chance.randrange(100))

        places = range(len(terms))
        stands = any(
            all(terms[at + offset : at + offset + 1] == [term] for offset, term in taken)
            for at in places
        )

        assert len(taken) == 1 or len(form) > LONGEST
        assert stands == (form in text), (text, form)
        assert {one for one in text if one not in "\n "} <= set(singles(text).split())
        found[len(form)] += stands
    assert min(found.values()) > 5


def test_the_rarer_terms_are_taken():
    often = {"关于办": 1, "于办公": 1, "办公用": 9, "公用房": 9, "用房维": 1, "房维修": 9}

    assert cover("关于办公用房维修", often.__getitem__) == [
        *((0, "关于办"), (1, "于办公"), (4, "用房维"), (5, "房维修"))
    ]
