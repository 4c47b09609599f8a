from django.db import migrations, models
from django.db.models import Exists, OuterRef


def mark_what_members_founded(apps, schema_editor):
    """People founded what has members, or had somebody submit a posting by hand, and what no feed has listed.

    All others count as imported, which is what they were made as. What lost its members before this is found by ``tend``.
    """
    Organization = apps.get_model("accounts", "Organization")
    Membership = apps.get_model("accounts", "Membership")
    JobPosting = apps.get_model("postings", "JobPosting")
    ModerationEvent = apps.get_model("postings", "ModerationEvent")
    own = JobPosting.objects.filter(hiring_organization=OuterRef("pk"))
    submitted = ModerationEvent.objects.filter(
        action="submit", actor__isnull=False, posting__hiring_organization=OuterRef("pk")
    )
    members = Membership.objects.filter(organization=OuterRef("pk"))
    Organization.objects.filter(
        Exists(members) | Exists(submitted), ~Exists(own.filter(origin="feed"))
    ).update(origin="founded")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_organizations'),
        ('postings', '0002_sources_and_corrections'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='application',
            name='application_state_known',
        ),
        migrations.AddField(
            model_name='application',
            name='sealed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='application',
            name='state',
            field=models.CharField(choices=[('received', 'Received'), ('reviewed', 'Reviewed'), ('interview', 'Interview'), ('rejected', 'Not chosen'), ('hired', 'Hired'), ('withdrawn', 'Withdrawn'), ('closed', 'Closed without an answer')], default='received', max_length=9),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'reviewed', 'interview', 'rejected', 'hired', 'withdrawn', 'closed'])), name='application_state_known', violation_error_message='This is not one of the values of state.'),
        ),
        migrations.RunPython(mark_what_members_founded, migrations.RunPython.noop),
    ]
