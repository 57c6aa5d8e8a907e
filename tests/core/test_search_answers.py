"""What a search finds, in which order, and what nobody learns by it."""

import datetime as dt
import io

import pytest
from django.core.files import File

from agreements.actions.document_files import NewFile
from agreements.actions.document_texts import read_next_text
from agreements.actions.documents import NewDocument, add_document, withdraw_document
from agreements.models import Agreement, DocumentText
from core.actors import Actor
from core.models import SearchWord
from core.search.expression import MOST_MARKS
from core.search.finding import MOST_RANKED, find
from institutions.actions.names import NewName
from institutions.models import Institution, InstitutionName
from tests.cast import acting
from tests.factories import make_agreement, make_institution
from tests.sample_files import pdf


def answer(text, viewer, **options):
    return find(text=text, viewer=viewer, **{"limit": 20, **options})


def titles(text, viewer, **options):
    return [hit.found.title for hit in answer(text, viewer, **options).hits]


def counts(text, viewer):
    return {facet.source.name: facet.count for facet in answer(text, viewer).facets if facet.count}


@pytest.fixture
def sspc(db):
    names = [NewName("Secretaría de Seguridad y Protección Ciudadana", "es")]
    return make_institution("Ministry of Security", country="MX", acronym="SSPC", aliases=["SSCP"], names=names)


class TestWords:
    """English and Spanish words in all their forms, whatever case and accents they are typed in."""

    @pytest.mark.parametrize(
        ("title", "typed"),
        [
            ("Working arrangements", "arrangement"),
            ("Working arrangement", "ARRANGEMENTS"),
            ("Acuerdo de trabajo", "acuerdos"),
            ("Arreglos administrativos", "arreglo"),
            ("Cooperación policial", "cooperacion"),
            ("Cooperacion policial", "Coopera\u0301ción"),
            ("Łódź protocol", "lodz"),
            ("Exchange of information", "information of exchanges"),
            ("Pact on firearms", "arms"),
            ("Pact on firearms", '"on firearms"'),
            ("Regulation 2016/794", "2016/794"),
        ],
    )
    def test_are_found(self, office, olga, title, typed):
        make_agreement(office, title=title)
        assert titles(typed, olga) == [title]

    @pytest.mark.parametrize("typed", ['"firearms on"', "pact -firearms", 'pact -"on firearms"', "pact zzz"])
    def test_and_what_is_not_meant_is_not(self, office, olga, typed):
        make_agreement(office, title="Pact on firearms")
        assert titles(typed, olga) == []

    def test_a_reference_is_found_by_its_beginning_and_wholly(self, office, olga):
        first, second = make_agreement(office, title="One"), make_agreement(office, title="Two")
        start = first.reference.rsplit("-", 1)[0]
        assert sorted(titles(start.lower(), olga)) == ["One", "Two"]
        assert titles(second.reference, olga) == ["Two"]


class TestParties:
    """What institutions take part in is found by every name of theirs."""

    @pytest.mark.parametrize(
        "typed", ["sscp", "secretaria ciudadana pact", "Secretaría -europol", '"ministry of security"']
    )
    def test_agreements_and_activities_are(self, office, olga, sspc, typed):
        make_agreement(office, title="Pact of cooperation", parties=[sspc, make_institution()])
        assert counts(typed, olga)["agreement"] == 1

    def test_leaving_out_an_institution_leaves_out_what_it_takes_part_in(self, office, olga, sspc):
        make_agreement(office, title="Pact one", parties=[sspc, make_institution()])
        make_agreement(office, title="Pact two")
        assert titles("pact -sscp", olga) == ["Pact two"]

    def test_a_word_in_very_many_names_still_finds_them(self, office, olga):
        fresh = [Institution(kind="ministry", label={"en": "x"}, created_at=dt.datetime.now(dt.UTC),
                             updated_at=dt.datetime.now(dt.UTC)) for _ in range(MOST_MARKS + 5)]  # fmt: skip
        many = Institution.objects.bulk_create(fresh)
        InstitutionName.objects.bulk_create(
            InstitutionName(institution=each, language="en", text=f"Ministry of town{number}")
            for number, each in enumerate(many)
        )
        make_agreement(office, title="Pact one", parties=[many[-1], many[-2]])
        make_agreement(office, title="Pact two")
        assert titles("ministry", olga, types=["agreement"]) == ["Pact one"]
        assert titles("ministry pact", olga) == ["Pact one"]
        assert titles("pact -ministry", olga) == ["Pact two"]


class TestOrder:
    """Exactly the reference or name first, then titles, then names, then other texts."""

    def test_of_agreements(self, office, olga, sspc):
        make_agreement(office, title="Fourth", summary="On extradition")
        make_agreement(office, title="A treaty on extradition")
        make_agreement(office, title="Extradition")
        make_agreement(office, title="Extradition and more")
        found = titles("extradition", olga)
        assert found == ["Extradition", "Extradition and more", "A treaty on extradition", "Fourth"]

    def test_of_more_than_are_ranked_the_number_is_said_to_be_more(self, olga, monkeypatch):
        monkeypatch.setattr("core.search.finding.MOST_RANKED", 3)
        for number in range(5):
            make_institution(f"Police {number}")
        found = answer("police", olga)
        assert (found.total, found.is_capped, len(found.hits), MOST_RANKED) == (3, True, 3, 1000)


class TestDocuments:
    """The text of documents is found with the agreement it belongs to, by those who may see that."""

    def add(self, agreement, by, text="The clandestine manufacture of ammunition"):
        document = add_document(
            by=acting(by),
            agreement=agreement,
            document=NewDocument(kind="signed_copy", title="Signed copy", language="en"),
            file=NewFile(content=File(io.BytesIO(pdf(text)), name="a.pdf"), name="a.pdf"),
        )
        while read_next_text(by=Actor.system("tests")):
            pass
        return document

    @pytest.mark.django_db(transaction=True)
    def test_words_inside_a_pdf_are_found_and_marked(self, office, olga):
        agreement = make_agreement(office, title="Pact", officer=olga)
        self.add(agreement, olga)
        (hit,) = answer("clandestine", olga).hits
        assert (hit.source.name, hit.found.reference, hit.found.title) == (
            "document",
            agreement.reference,
            "Signed copy",
        )
        assert "The <mark>clandestine</mark> manufacture" in hit.snippet.text.html

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize(("person", "sees"), [("hugo", 1), ("victor", 0), ("oscar", 0), ("nadia", 0)])
    def test_never_wider_than_the_agreement(self, office, cast, person, sees):
        agreement = make_agreement(office, classification="restricted", officer=cast["olga"])
        self.add(agreement, cast["olga"])
        assert len(answer("clandestine", cast[person]).hits) == sees
        assert counts("clandestine", cast[person]) == ({"document": 1} if sees else {})

    @pytest.mark.django_db(transaction=True)
    def test_a_withdrawn_one_is_no_longer_found(self, office, olga):
        agreement = make_agreement(office, officer=olga)
        document = self.add(agreement, olga)
        assert DocumentText.objects.get().text
        withdraw_document(by=acting(olga), document=document, reason="Wrong file")
        assert answer("clandestine", olga).hits == []


class TestMisspellings:
    """A word that finds nothing for the reader is taken for one like it that does."""

    @pytest.mark.parametrize(
        ("typed", "meant"), [("Europool", "europol"), ("secretria", "secretaria"), ("Euorpol ministry", "")]
    )
    def test_are_understood(self, olga, sspc, typed, meant):
        make_institution("Europol")
        assert answer(typed, olga).corrected == meant

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("polcie cooperation", "police cooperation"),
            ("police cooperatoin", "police cooperation"),
            ("extradtion", "extradition"),
            ("gaurd extradtion", ""),  # both are there, but nothing has both
            ("polcie unicornish", "police"),
            ("Mexcio", "mexico"),
            ("national gaurd", "national guard"),
        ],
    )
    def test_exchanged_letters_and_each_of_several_words_are(self, office, olga, typed, meant):
        make_institution("National Guard of Mexico")
        make_agreement(office, title="Police cooperation")
        make_agreement(office, title="Treaty on extradition")
        assert answer(typed, olga).corrected == meant

    def test_the_other_words_stay(self, olga, sspc):
        assert answer("minstry security", olga).corrected == "ministry security"

    def test_neither_phrases_nor_exclusions_are(self, olga):
        make_institution("Europol")
        assert answer('"europool"', olga).corrected == ""

    def test_a_hidden_word_is_neither_offered_nor_stands_in_the_way(self, office, olga, victor):
        """The same answer as if the restricted record were not there."""
        make_agreement(office, title="Jaguarundi pact", classification="restricted")
        make_institution("Jaguarunda")
        assert SearchWord.objects.filter(word="jaguarundi").exists()
        assert answer("jaguarundi", victor).corrected == "jaguarunda"
        assert answer("jaguarundy", victor).corrected == "jaguarunda"


class TestSight:
    """What somebody may not see is neither shown nor counted."""

    @pytest.mark.parametrize(("person", "sees"), [("hugo", 2), ("aude", 2), ("victor", 1), ("adam", 1), ("nadia", 0)])
    def test_by_classification(self, office, cast, person, sees):
        make_agreement(office, title="Zebra", classification="internal")
        make_agreement(office, title="Zebra", classification="restricted")
        assert counts("zebra", cast[person]).get("agreement", 0) == sees
        assert [hit.source.name for hit in answer("zebra", cast[person], types=["agreement"]).hits] == [
            "agreement"
        ] * sees

    def test_lists_answer_the_same(self, office, victor):
        shown = make_agreement(office, title="Zebra")
        make_agreement(office, title="Zebra", classification="restricted")
        rows = Agreement.objects.visible_to(victor).search("zebra")
        assert [row.reference for row in rows] == [hit.found.key for hit in answer("zebra", victor).hits]
        assert list(rows) == [shown]


@pytest.mark.parametrize(
    "typed", ["''", "\\", "'; DROP TABLE x", ":*", "a:b", "((", "!", "& |", "r:", "<2>", "\u200b", "\ue000x", "🙂"]
)
def test_no_sign_breaks_it(olga, typed):
    make_institution("Europol")
    assert answer(typed, olga).hits == []
