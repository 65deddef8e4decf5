"""What the public figures are made of: additions of the day, a nightly headcount, targets and readings from outside.

Nothing here is the truth: applications, decisions and ratings are. These rows only add them up as they happen, and
`recount` adds them up again from the truth, by another way, to the same numbers.
"""

from django.db import models
from django.db.models import Q

from services.catalogue.models import ServiceItem
from services.departments.models import Department, Region


class Measure(models.TextChoices):
    """What is counted. A decision is counted under exactly one of the four ways of deciding."""

    SENT = "SENT"
    APPROVED_AT_ONCE = "APPROVED_AT_ONCE"  # by rules, within a minute of sending
    APPROVED_AFTER_WAITING = "APPROVED_AFTER_WAITING"  # by rules, once another department's data had come
    DECIDED_IN_TIME = "DECIDED_IN_TIME"  # by a person, not after the promised day
    DECIDED_LATE = "DECIDED_LATE"
    DECLINED = "DECLINED"
    EVIDENCE_NEEDED = "EVIDENCE_NEEDED"  # pieces of evidence the items of decided applications ask for
    EVIDENCE_SHARED = "EVIDENCE_SHARED"  # of these: told by departments, not brought by citizens
    RATED_1 = "RATED_1"
    RATED_2 = "RATED_2"
    RATED_3 = "RATED_3"
    RATED_4 = "RATED_4"
    RATED_5 = "RATED_5"
    ANSWERED_IN_TIME = "ANSWERED_IN_TIME"  # poor ratings answered by their last day
    ANSWERED_LATE = "ANSWERED_LATE"
    HANDED_OVER = (
        "HANDED_OVER"  # to a person, because the rules did not approve; detail: the code that says why
    )
    PROPOSAL_ANSWERED = (
        "PROPOSAL_ANSWERED"  # rules had proposed refusal; detail: FOLLOWED or OVERTURNED by a person
    )
    LOOKED_AGAIN = "LOOKED_AGAIN"  # second looks at approvals by rules; detail: CONFIRMED or REVERSED
    APPEALED = (
        "APPEALED"  # refusals looked at again because their citizens asked; detail: CONFIRMED or REVERSED
    )
    REVOKED = "REVOKED"  # approvals by rules that turned out wrong in another way than by a second look


class Figure(models.TextChoices):
    """What is published. The words stand in portal/public/figures.py."""

    ONLINE_ITEMS = "online_items"
    INSTANT_APPLICATIONS = "instant_applications"
    INSTANT_ITEMS = "instant_items"
    ON_TIME = "on_time"
    TRIPS = "trips"
    SHARED_EVIDENCE = "shared_evidence"
    ELSEWHERE_ITEMS = "elsewhere_items"
    GOOD_RATINGS = "good_ratings"
    USERS_60 = "users_60"
    INSURANCE_STEPS = "insurance_steps"
    LEFT_TO_PEOPLE = "left_to_people"
    REVERSALS = "reversals"


class Delta(models.Model):
    """So much more of one measure on one day, for one department, item and region. Added, never changed.

    `detail` tells apart what one measure counts. `source` names the fact it stands for and makes a handler that runs
    twice harmless. `region` is that of the competent
    department; where an application was taken in elsewhere is not known yet.
    """

    measure = models.CharField(max_length=24, choices=Measure)
    on = models.DateField()
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    amount = models.IntegerField()
    detail = models.CharField(max_length=80, blank=True, default="")
    source = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "measure"], name="each_fact_counted_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="a_delta_changes_something"),
        ]
        indexes = [models.Index(fields=["on", "measure"], name="deltas_by_day")]


class Headcount(models.Model):
    """How many confirmed people have an account, and how many of them are 60 or older, counted once a day."""

    on = models.DateField(primary_key=True)
    registered = models.PositiveIntegerField()
    sixty_or_older = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sixty_or_older__lte=models.F("registered")), name="a_part_is_no_more_than_all"
            )
        ]


class Target(models.Model):
    """A figure somebody promised: percent, or a number for trips and steps. To be reached by `from_on`, or, where the plan
    names no year, at any time. The client's plan contradicts itself, so there may be several for one day."""

    figure = models.CharField(max_length=24, choices=Figure)
    value = models.DecimalField(max_digits=7, decimal_places=2)
    from_on = models.DateField(null=True)
    source = models.JSONField()


class Reading(models.Model):
    """A value that no row of ours can give, with its day and source; `measured_here`: of this portal, not of before."""

    figure = models.CharField(max_length=24, choices=Figure)
    value = models.DecimalField(max_digits=7, decimal_places=2)
    on = models.DateField(null=True)
    measured_here = models.BooleanField()
    source = models.JSONField()
