"""What was published before there was a directory gets its line in it, and what is followed its state."""

from django.db import migrations


def catch_up(apps, schema_editor):
    version_model, entry_model = apps.get_model("catalogue", "ItemVersion"), apps.get_model("catalogue", "DirectoryEntry")
    version_model.objects.filter(state="PUBLISHED", in_force_to__isnull=False).update(state="SUPERSEDED")
    for version in version_model.objects.exclude(state="DRAFT").select_related("item__department"):
        content, department = version.content, version.item.department
        entry_model.objects.create(
            code=version.item.implementation_code,
            version=version,
            name=version.name,
            kind=content["kind"],
            kind_name={"zh": content["kind"]},
            department=department,
            department_name=department.name["zh"],
            credit_code=department.credit_code,
            region_code=department.region_id,
            level=content["level"],
            audience=content["audience"],
            themes=content["themes"],
            ways=["ONLINE"],
            handling=content["handling"],
            heat=version.item.heat,
        )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_guard_published_versions")]
    operations = [migrations.RunPython(catch_up, migrations.RunPython.noop)]
