"""Sealed columns of the product's own models: open on their instance, closed everywhere else."""

import json
import pickle
import uuid
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.db.models import F
from django.forms import modelform_factory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.desk.models import AuthenticatorApp
from services.certificates.models import CertificateFile
from services.notifications.models import Message
from services.people.models import Person, User
from services.sealing import keys
from services.sealing.fields import BlindIndexField, Sealed, SealedField
from tests.clocks import START
from tests.sealing.conftest import LI, WANG

FIELD = Person._meta.get_field("id_no")
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def column(person: Person, name: str = "id_no") -> bytes:
    """What lies in the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {name} FROM people_person WHERE id = %s",
            [Person._meta.pk.get_db_prep_value(person.pk, connection)],
        )
        return bytes(cursor.fetchone()[0])


class TestOpening:
    def test_the_row_opens_and_the_column_is_ciphertext(self, wang: Person) -> None:
        again = Person.objects.get(pk=wang.pk)
        assert (again.name, again.id_no) == ("王秀兰", WANG)
        assert WANG.encode() not in column(wang) and "王秀兰".encode() not in column(wang, "name")

    def test_after_the_save_the_instance_holds_no_plain_text_either(self, wang: Person) -> None:
        assert isinstance(wang.__dict__["id_no"], Sealed)
        assert wang.id_no == WANG

    def test_a_value_moved_to_another_row_does_not_open(self, wang: Person, li: Person) -> None:
        Person.objects.filter(pk=li.pk).update(id_no=Sealed(column(wang)))
        with pytest.raises(keys.CannotOpen, match="changed or moved"):
            Person.objects.get(pk=li.pk).id_no  # noqa: B018

    def test_a_value_moved_to_another_column_does_not_open(self, wang: Person) -> None:
        Person.objects.filter(pk=wang.pk).update(name=Sealed(column(wang)))
        with pytest.raises(keys.CannotOpen):
            Person.objects.get(pk=wang.pk).name  # noqa: B018
        assert Person.objects.get(pk=wang.pk).id_no == WANG  # the others still open

    @pytest.mark.parametrize(
        "garbage", [b"", b"x", b"plain text id", b"\x01\x01" + b"0" * 40, b"\x01\x09" + b"0" * 40]
    )
    def test_garbage_and_unknown_keys_never_read_as_a_value(self, wang: Person, garbage: bytes) -> None:
        Person.objects.filter(pk=wang.pk).update(id_no=Sealed(garbage))
        with pytest.raises(keys.CannotOpen):
            Person.objects.get(pk=wang.pk).id_no  # noqa: B018

    def test_a_text_with_a_secret_of_its_own_row_name(self, db: None) -> None:
        """`row="seal_id"`: the model has a running number as key, which is not known before the insert."""
        user = User.objects.create(username="clerk", kind=User.Kind.STAFF, is_staff=True)
        device = AuthenticatorApp.objects.create(user=user, name="app", secret="3132")
        assert AuthenticatorApp.objects.get(pk=device.pk).secret == "3132"
        other = AuthenticatorApp.objects.get(pk=device.pk)
        other.seal_id = uuid.uuid4()
        with pytest.raises(keys.CannotOpen):
            other.secret  # noqa: B018

    @settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(value=ANY_JSON.filter(lambda value: value is not None))  # None is the column's NULL
    def test_anything_json_can_say_comes_back(self, wang: Person, value: Any) -> None:
        message = Message.objects.create(
            person=wang, template="t", context=value, source=str(uuid.uuid4()), sent_at=START
        )
        assert Message.objects.get(pk=message.pk).context == value

    @given(content=st.binary(max_size=3000))
    def test_a_file_comes_back_byte_for_byte_and_belongs_to_its_row(self, content: bytes) -> None:
        field = CertificateFile._meta.get_field("pdf")
        row, other = uuid.uuid4(), uuid.uuid4()
        sealed = field.seal(content, row)
        opened = field.open(sealed, row)
        assert sha256(opened).digest() == sha256(content).digest()
        with pytest.raises(keys.CannotOpen):
            field.open(sealed, other)


class TestWriting:
    def test_bulk_create_seals_each_row_with_its_own_id(self, db: None) -> None:
        people = [Person(name=no, id_no=no, confirmed_at=START, proof="x") for no in (WANG, LI)]
        Person.objects.bulk_create(people)
        assert sorted(person.id_no for person in Person.objects.all()) == sorted([WANG, LI])

    def test_plain_text_never_reaches_sql(self, wang: Person) -> None:
        with pytest.raises(TypeError, match=r"Person.id_no takes a Sealed here"), transaction.atomic():
            Person.objects.update(id_no=LI)
        with pytest.raises(TypeError, match="takes a Sealed"):
            list(Person.objects.filter(id_no=WANG))
        wang.id_no = LI
        with pytest.raises(TypeError, match="takes a Sealed"), transaction.atomic():
            Person.objects.bulk_update([wang], ["id_no"])
        assert Person.objects.get().id_no == WANG

    def test_an_update_takes_what_was_sealed_for_the_row(self, wang: Person) -> None:
        Person.objects.filter(pk=wang.pk).update(name=Person._meta.get_field("name").seal("王绣兰", wang.pk))
        assert Person.objects.get().name == "王绣兰"

    def test_saving_something_else_leaves_the_ciphertext_alone(self, wang: Person) -> None:
        before = column(wang)
        person = Person.objects.get()
        person.confirmed_at += timedelta(days=1)
        person.save()
        assert column(wang) == before

    def test_a_new_value_is_sealed_anew(self, wang: Person) -> None:
        before = column(wang, "name")
        wang.name = "王绣兰"
        wang.save()
        assert column(wang, "name") != before and Person.objects.get().name == "王绣兰"

    def test_copying_a_row_fails_at_once_and_not_at_some_later_read(self, wang: Person) -> None:
        person = Person.objects.get()
        person.pk = uuid.uuid4()
        person._state.adding = True
        with pytest.raises(keys.CannotOpen):
            person.save()

    def test_a_save_that_failed_leaves_an_instance_that_still_opens(self, wang: Person) -> None:
        twin = Person(name="twin", id_no=WANG, confirmed_at=START, proof="x")
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()
        assert (twin.name, twin.id_no) == ("twin", WANG)

    def test_rotation_seals_row_by_row_with_the_new_key(self, wang: Person, second_key: Any) -> None:
        second_key.SEALING_ACTIVE_KEY = 2
        assert Person.objects.get().id_no == WANG  # the old key still opens
        for person in Person.objects.iterator():
            person.id_no = person.id_no
            person.save(update_fields=["id_no"])
        assert column(wang)[1] == 2 and column(wang, "name")[1] == 1
        assert Person.objects.get(id_no_index=WANG).id_no == WANG


class TestNothingLeaksOut:
    def test_values_and_expressions_hand_out_ciphertext(self, wang: Person) -> None:
        row = Person.objects.values("pk", "id_no", copy=F("id_no")).get()
        assert repr(row["id_no"]) == str(row["copy"]) == f"{row['id_no']}" == "<Sealed>"
        assert Person.objects.values_list("id_no", flat=True).get() == column(wang)
        assert FIELD.open(row["id_no"], row["pk"]) == WANG

    def test_json_refuses_it_and_dumps_leave_it_out(self, wang: Person) -> None:
        with pytest.raises(TypeError, match="Sealed"):
            json.dumps(Person.objects.values("id_no").get())
        dumped = serializers.serialize("json", Person.objects.all())
        assert WANG not in dumped and "id_no" not in dumped and "王秀兰" not in dumped

    def test_a_pickled_instance_holds_ciphertext(self, wang: Person) -> None:
        pickled = pickle.dumps(Person.objects.get())
        assert WANG.encode() not in pickled and "王秀兰".encode() not in pickled
        assert pickle.loads(pickled).id_no == WANG

    def test_a_form_has_no_such_field(self) -> None:
        assert set(modelform_factory(Person, fields="__all__").base_fields) == {"confirmed_at", "proof"}

    def test_no_model_that_seals_names_a_person_in_its_text(self, wang: Person) -> None:
        assert WANG not in f"{wang!s}{wang!r}" and "王秀兰" not in f"{wang!s}{wang!r}"


class TestLoading:
    def test_across_a_relation(self, wang: Person, django_assert_num_queries: Any) -> None:
        User.objects.create(username="wang", person=wang)
        with django_assert_num_queries(1):
            assert User.objects.select_related("person").get().person.id_no == WANG

    def test_deferred_it_is_fetched_when_asked_for(
        self, wang: Person, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(2):
            assert Person.objects.only("proof").get().id_no == WANG
        with django_assert_num_queries(2):
            assert Person.objects.defer("id_no").get().id_no == WANG

    def test_refreshed(self, wang: Person) -> None:
        wang.id_no = LI
        wang.refresh_from_db(fields=["id_no"])
        assert wang.id_no == WANG
        wang.refresh_from_db()
        assert wang.name == "王秀兰"


class TestBlindIndex:
    @pytest.mark.parametrize(
        "spelling", [WANG, f" {WANG[:6]} {WANG[6:]} ", "９９０１０２１９４６０３０８００２８"]
    )
    def test_it_finds_any_spelling(self, wang: Person, li: Person, spelling: str) -> None:
        assert Person.objects.get(id_no_index=spelling) == wang
        assert set(Person.objects.filter(id_no_index__in=[spelling, LI])) == {wang, li}
        assert not Person.objects.filter(id_no_index="990102194603080029").exists()

    def test_across_a_relation(self, wang: Person) -> None:
        user = User.objects.create(username="wang", person=wang)
        assert User.objects.get(person__id_no_index=WANG) == user

    def test_it_keeps_a_number_unique(self, wang: Person) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create(name="again", id_no=f" {WANG}", confirmed_at=START, proof="x")

    def test_it_follows_its_value(self, wang: Person) -> None:
        wang.id_no = LI
        wang.save()
        assert Person.objects.get(id_no_index=LI) == wang
        assert not Person.objects.filter(id_no_index=WANG).exists()

    def test_a_save_of_the_value_alone_leaves_it_behind(self, wang: Person) -> None:
        """Known and told in its docstring: `update_fields` must name both."""
        wang.id_no = LI
        wang.save(update_fields=["id_no"])
        assert Person.objects.get(id_no_index=WANG).id_no == LI


class TestModels:
    def test_migrations_keep_the_row_and_the_source(self) -> None:
        secret = MigrationWriter.serialize(AuthenticatorApp._meta.get_field("secret"))[0]
        index = MigrationWriter.serialize(Person._meta.get_field("id_no_index"))[0]
        assert "row='seal_id'" in secret and "of='id_no'" in index

    def test_a_running_number_cannot_be_the_name_of_a_row(self) -> None:
        class Bad(models.Model):
            secret = SealedField()

            class Meta:
                app_label = "sealing"
                managed = False

        try:
            assert [error.id for error in Bad.check() if error.id == "sealing.E001"] == ["sealing.E001"]
        finally:
            del apps.all_models["sealing"]["bad"]
            apps.clear_cache()

    def test_every_sealed_field_of_the_product_has_a_row_it_knows(self) -> None:
        sealed = [
            field
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if isinstance(field, SealedField)
        ]
        assert len(sealed) >= 10
        assert [error for field in sealed for error in field.check()] == []

    def test_every_blind_index_is_the_index_of_a_sealed_field(self) -> None:
        for model in apps.get_models():
            for field in model._meta.get_fields():
                if isinstance(field, BlindIndexField):
                    assert isinstance(model._meta.get_field(field.of), SealedField)

    def test_a_nullable_sealed_column_can_be_added_to_a_filled_table(self, committing_db: None) -> None:
        person = Person.objects.create(name="王秀兰", id_no=WANG, confirmed_at=START, proof="x")
        extra = SealedField(null=True)
        extra.set_attributes_from_name("extra")
        extra.model = Person
        with connection.schema_editor() as editor:
            editor.add_field(Person, extra)
        assert Person.objects.get(pk=person.pk).id_no == WANG
        with connection.cursor() as cursor:
            cursor.execute("SELECT extra FROM people_person")
            assert cursor.fetchall() == [(None,)]
