from random import Random

from records.index.grams import cover, pairs, singles


def test_a_form_stands_in_a_text_where_its_pairs_stand_in_their_places():
    chance, found = Random(8), 0
    for _ in range(2000):
        text = "".join(chance.choices("ab关于𠮷\n ", k=chance.randrange(2, 20)))
        form = "".join(chance.choices("ab关于𠮷", k=chance.randrange(2, 6)))
        terms = pairs(text).split()
        taken = cover(form, lambda _pair: chance.randrange(100))

        places = range(len(terms))
        stands = any(
            all(terms[at + offset : at + offset + 1] == [pair] for offset, pair in taken)
            for at in places
        )

        assert stands == (form in text), (text, form)
        assert {one for one in text if one not in "\n "} <= set(singles(text).split())
        found += stands
    assert found > 50


def test_the_rarer_pairs_are_taken():
    often = {"关于": 9, "于办": 1, "办公": 9, "公用": 1, "用房": 9}

    assert cover("关于办公用房", often.__getitem__) == [
        *((0, "关于"), (1, "于办"), (3, "公用"), (4, "用房"))
    ]
