"""业务办理项: which variant an application is, is chosen once, is stored, decides what is read, asked and promised, and is part
of what was shown."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from services.actions.actor import SYSTEM
from services.applications.actions.keep_answers import keep_answers
from services.applications.actions.start import start
from services.applications.actions.submit import submit
from services.applications.deciding import known_values
from services.applications.drafts import move_drafts
from services.applications.errors import BadAnswers, NotAskedFor, ShownDiffers, UnknownVariant, VariantMissing
from services.applications.explaining import last_run, record_of
from services.applications.models import Application, Assessment, State
from services.applications.shown import versions
from services.catalogue.actions.publish_item import publish_item
from services.catalogue.models import ItemVersion, Variant
from services.catalogue.queries import on_offer
from services.ledger.models import Entry
from services.rules.recompute import recompute
from services.sharing.models import DataRequest
from tests.cast import NOON, begin, load_shipped, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("departments_stub")]
CARD, LICENCE = "social-security-card", "driving-licence-renewal"
FIRST, LOST = "01", "02"
HOME = {"send_to": {"region": "990102", "detail": "槐树巷12号"}, "phone": "13800138000"}


@pytest.fixture(autouse=True)
def items(db):
    load_shipped(CARD, LICENCE)


@pytest.fixture
def sun(citizen):
    return citizen("sun_yuzhen")


@pytest.fixture
def tian(citizen):
    return citizen("tian_yu")


def offered(code: str = CARD) -> ItemVersion:
    return on_offer(localdate(NOON)).get(item__code=code)


def begun(actor, variant: str, item: str = CARD) -> Application:
    return Application.objects.get(pk=begin(actor, item, variant=variant))


def of_licence() -> str:
    return Variant.objects.get(version__item__code=LICENCE, code__endswith=LOST).code


class TestChoosing:
    def test_a_draft_says_which_one_it_is(self, sun):
        draft = begun(sun, LOST)
        assert draft.variant == LOST
        assert draft.variant_code == Variant.objects.get(version=draft.item_version, code__endswith=LOST).code
        assert draft.name["zh"] == "社会保障卡申领和补换：卡丢了，补一张"

    def test_the_code_of_33_characters_will_do_too(self, sun):
        code = f"{offered().item.implementation_code}{LOST}"
        draft = start(item_version_id=offered().pk, variant=code, actor=sun, at=NOON)
        assert Application.objects.get(pk=draft).variant == LOST

    def test_of_an_item_with_several_one_has_to_be_chosen(self, sun):
        with pytest.raises(VariantMissing):
            start(item_version_id=offered().pk, actor=sun, at=NOON)
        assert not Application.objects.exists()

    @pytest.mark.parametrize("wrong", ["03", "1", "0102", "ab", "〇一"])
    def test_one_that_does_not_exist_is_refused(self, sun, wrong):
        with pytest.raises(UnknownVariant):
            start(item_version_id=offered().pk, variant=wrong, actor=sun, at=NOON)
        assert not Application.objects.exists()

    def test_so_is_one_of_another_item_although_its_number_exists_here(self, sun):
        with pytest.raises(UnknownVariant):
            start(item_version_id=offered().pk, variant=of_licence(), actor=sun, at=NOON)

    def test_so_is_any_where_there_is_nothing_to_choose(self, sun):
        load_shipped("insurance-certificate")
        with pytest.raises(UnknownVariant):
            start(item_version_id=offered("insurance-certificate").pk, variant=FIRST, actor=sun, at=NOON)

    def test_the_same_one_again_is_the_same_draft_and_another_one_is_another(self, sun):
        assert begun(sun, LOST) == begun(sun, LOST) != begun(sun, FIRST)
        assert Application.objects.count() == 2


class TestWhatDiffers:
    def test_only_what_it_needs_is_read(self, citizen):
        zhou = citizen("zhou_min")
        renewal, replacement = begun(zhou, FIRST, LICENCE), begun(zhou, LOST, LICENCE)
        assert {"driver_health.state", "driving_licences.open_violations"} <= known_values(renewal).keys()
        assert (
            not {"driver_health.state", "driving_licences.open_violations"} & known_values(replacement).keys()
        )

    def test_a_department_hears_only_that_part_of_the_question(self, sun):
        draft = begun(sun, LOST)
        asked = DataRequest.objects.filter(source=draft.source)
        assert "photos.usable" not in {read["field"] for request in asked for read in request.fields}

    def test_only_its_questions_are_asked(self, sun, tian):
        draft = begun(sun, LOST)
        with pytest.raises(NotAskedFor):
            keep_answers(application_id=draft.pk, answers={"bank": "CITY"}, actor=sun, at=NOON)
        with pytest.raises(BadAnswers):
            send(begin(tian, CARD, variant=FIRST), tian, **HOME)  # which bank

    def test_its_own_limit_is_what_is_promised(self, sun, departments_stub):
        departments_stub.set("sun_yuzhen", "card_states.state", "UNKNOWN")
        found = send(begin(sun, CARD, variant=LOST), sun, **HOME)
        assert (found.state, found.due_on) == (State.RECEIVED, localdate(NOON) + timedelta(days=3))

    def test_its_own_papers_are_needed(self, sun, tian):
        pieces = {v: {p["code"] for p in offered().content_of(v)["evidence"]} for v in (FIRST, LOST)}
        assert pieces == {FIRST: {"identity_card", "photo"}, LOST: {"identity_card", "loss"}}


class TestShownIsStored:
    def test_the_choice_is_part_of_what_was_shown(self, sun):
        draft = begun(sun, LOST)
        only_values = versions(known_values(draft))
        with pytest.raises(ShownDiffers) as differs:
            submit(application_id=draft.pk, answers=HOME, shown=only_values, actor=sun, at=NOON)
        assert differs.value.fields == {"application.variant"}

    def test_another_one_than_was_shown_is_not_sent(self, sun):
        draft = begun(sun, LOST)
        other = versions(known_values(draft) | {"application.variant": FIRST})
        with pytest.raises(ShownDiffers):
            submit(application_id=draft.pk, answers=HOME, shown=other, actor=sun, at=NOON)
        assert Application.objects.get(pk=draft.pk).state == State.DRAFT

    def test_the_ledger_and_the_record_of_the_decision_name_it(self, sun):
        found = send(begin(sun, CARD, variant=LOST), sun, **HOME)
        entries = [bytes(each.body).decode() for each in Entry.objects.filter(kind="application_moved")]
        assert [found.variant_code in each for each in entries] == [
            True,
            False,
        ]  # told once, when it was sent
        record = record_of(last_run(found))
        assert record["item"]["variant"] == found.variant_code
        assert record["facts"]["values"]["variant"] == LOST
        assert recompute(record).holds

    def test_an_item_without_variants_says_nothing_of_them(self, citizen):
        load_shipped("insurance-certificate")
        zhou = citizen("zhou_min")
        found = send(begin(zhou, "insurance-certificate"), zhou, used_for="LOAN")
        assert (found.variant, found.variant_code) == ("", "")
        assert "variant" not in record_of(last_run(found))["item"]


class TestRules:
    def test_the_same_facts_are_decided_by_the_row_of_the_variant(self, sun):
        found = send(begin(sun, CARD, variant=LOST), sun, **HOME)
        assert Assessment.objects.get(application=found).code == "A01_REPLACEMENT"

    def test_whoever_chose_the_wrong_one_goes_to_a_person_and_reads_why(self, sun):
        found = send(begin(sun, CARD, variant=FIRST), sun, bank="CITY", **HOME)
        run = Assessment.objects.get(application=found)
        assert (found.state, run.code) == (State.RECEIVED, "M03_HAD_A_CARD")

    def test_what_another_variant_needs_is_settled_and_no_hole(self, sun):
        found = send(begin(sun, CARD, variant=LOST), sun, **HOME)
        run = Assessment.objects.get(application=found)
        assert run.facts["photo"] == "NOT_NEEDED" and run.trace["holes"] == {}


class TestOfANewVersion:
    def publish(self, **changes) -> ItemVersion:
        content = offered().content
        begins = localdate(NOON) + timedelta(days=1)
        package = {
            **content,
            "version": content["version"] + 1,
            "in_force_from": begins.isoformat(),
            **changes,
        }
        return ItemVersion.objects.get(pk=publish_item(package=package, actor=SYSTEM, at=NOON))

    def test_a_draft_goes_on_as_the_variant_it_is(self, sun):
        draft = begun(sun, LOST)
        new = self.publish()
        assert move_drafts(at=NOON + timedelta(days=2)) == 1
        draft.refresh_from_db()
        assert (draft.item_version, draft.variant) == (new, LOST)

    def test_not_where_that_variant_is_another_thing_now(self, sun, tian):
        lost, first = begun(sun, LOST), begun(tian, FIRST)
        one, two = offered().content["variants"]
        new = self.publish(variants=[one, {**two, "name": {"zh": "换一张", "en": "Exchange"}}])
        assert move_drafts(at=NOON + timedelta(days=2)) == 1
        assert Application.objects.get(pk=first.pk).item_version == new
        assert Application.objects.get(pk=lost.pk).item_version != new
