"""What letters say of plans, promises and gifts, kind by kind."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "action_cancelled_soon": _("“%(action)s” on %(begins)s is called off. The reason:"),
    "action_changed_soon": _("“%(action)s” was changed. Now: %(begins)s, %(meeting)s."),
    "action_confirmed_soon": _("“%(action)s” takes place: %(begins)s, %(meeting)s. Bring with you: %(bring)s."),
    "action_soon": _(
        "“%(action)s”: %(begins)s, %(meeting)s. Bring with you: %(bring)s. If you can no longer come, say so now: "
        "somebody waits for your place."
    ),
    "action_receipt.confirmed": _("A place is kept for you at “%(action)s”: %(begins)s, %(meeting)s."),
    "action_receipt.waitlisted": _(
        "All places at “%(action)s” are taken, so you are on the waiting list. When a place comes free, it is yours, "
        "and we write at once."
    ),
    "action_decide": _("“%(action)s” begins on %(begins)s. Say now whether it takes place, so that people can plan."),
    "action_owed": _(
        "“%(action)s” is over. Write down who came and for how long: their hours count only then, and so do "
        "their thanks."
    ),
    "meeting_agreed": _("Whoever cares about it may come and speak: %(begins)s."),
    "meeting_cancelled": _("The meeting on %(begins)s is called off. The reason:"),
    "meeting_held": _("People met and talked it over. What was settled:"),
    "meeting_asked": _("Somebody asks for a room and an hour. Say yes or no, so that they can plan."),
    "meeting_answer.agreed": _("The library says yes: %(begins)s."),
    "meeting_answer.declined": _("The library cannot host the meeting of %(begins)s. It says why:"),
    "meeting_answer.cancelled": _("The meeting of %(begins)s is called off. The library says why:"),
    "action_gone": _("Somebody cannot come to “%(action)s”. If others wait, the place is theirs already."),
    "action_planned": _("“%(action)s”: %(begins)s, %(meeting)s. Everybody who can come is welcome."),
    "action_reported": _("People came together and worked. The lead tells:"),
    "offer_fits": _(
        "A plan needs “%(need)s”, and you offered something like it. One tap makes a promise of your offer."
    ),
    "fits_weekly": _("New since last week in %(community)s, by what you chose on your page."),
    "figures_weekly": _("%(body)s, %(first)s to %(last)s. Beside each figure stands that of the week before."),
    "care_due": _("You look after this place. Take a look by tomorrow and add a photo, or ask somebody to take over."),
    "care_late": _(
        "A look was due, and the grace has passed. Look now, or hand the place over: both are one tap away."
    ),
    "loan_due": _(
        "“%(tool)s” from %(point)s is with you until %(back_by)s. If you still need it and nobody waits, keep it "
        "longer with one tap."
    ),
    "loan_late": _(
        "“%(tool)s” from %(point)s was due by %(back_by)s. Others need it too: please bring it back, or ring them if "
        "something happened to it."
    ),
    "loan_off.late": _(
        "You reserved “%(tool)s” at %(point)s for %(wanted)s and nobody came for it, so it is free again. If you still "
        "need it, reserve it once more."
    ),
    "loan_off.gone": _(
        "You reserved “%(tool)s” at %(point)s for %(wanted)s. It was lost or came back broken, so we cannot keep our "
        "word. We are sorry."
    ),
    "loan_off.library": _(
        "You reserved “%(tool)s” at %(point)s for %(wanted)s. They had to call it off. Ask them, or choose another day."
    ),
    "adopted": _("Somebody has taken this place into their care and will look at it regularly."),
    "checked": _("Whoever looks after the place has looked:"),
    "decided": _("%(group)s decided, %(votes)s:"),
    "mentioned": _("A colleague named you in an internal note on this case. The note stands at the desk."),
    "given": _("This case is yours now. It stands on your list at the desk."),
    "join_asked": _("Somebody asks to act for “%(body)s”. Answer, so that nobody waits in vain."),
    "join_yes": _("You act for “%(body)s” from now on: you can promise, plan and decide in its name."),
    "join_no": _("“%(body)s” did not take you in. You can still do everything in your own name."),
    "body_asked": _("“%(body)s” asks to take part. Look whether it is really them."),
    "body_yes": _("“%(body)s” takes part from now on, and you lead its page."),
    "body_no": _("The coordinator looked at your request for “%(body)s” and said no. The reason stands below."),
    "permit_asked": _(
        "Residents of %(community)s want to solve this problem themselves and need your permission: “%(need)s”. On one "
        "page you can grant it, or say in an answer why not."
    ),
    "lead_asked": _("Offered for “%(need)s”: %(amount)s. Say yes or no, so that nobody waits in vain."),
    "lead_lost": _("For “%(need)s”, %(amount)s fell away. Whoever waits in line moved up, if it fits."),
    "lead_news": _("For “%(need)s”: %(amount)s."),
    "pledge_receipt.accepted": _("You promised for “%(need)s”: %(amount)s. It is accepted. Needed by: %(by)s."),
    "pledge_receipt.waiting": _(
        "You promised for “%(need)s”: %(amount)s. Enough is promised already, so you stand in line: if somebody falls "
        "away, it is your turn and we write at once."
    ),
    "pledge_receipt.offered": _("You offered for “%(need)s”: %(amount)s. The lead of the plan will answer."),
    "pledge_receipt.sleeping": _(
        "You promised for “%(need)s”: %(amount)s, on a condition. Until it comes true nobody counts on it. We will "
        "write."
    ),
    "pledge_yes": _("The lead says yes. For “%(need)s”: %(amount)s. Needed by: %(by)s."),
    "pledge_yes.pledge_woke": _(
        "Your condition has come true, so your promise counts now. For “%(need)s”: %(amount)s. Needed by: %(by)s. If "
        "you cannot keep it any more, take it back: nobody will blame you."
    ),
    "pledge_yes.woke_offered": _(
        "Your condition has come true. For “%(need)s”: %(amount)s. Now the lead of the plan will answer."
    ),
    "pledge_yes.woke_waiting": _(
        "Your condition has come true, but enough is promised already. For “%(need)s”: %(amount)s. You stand in line."
    ),
    "pledge_yes.pledge_moved_up": _(
        "A place became free, and it is your turn. For “%(need)s”: %(amount)s. Needed by: %(by)s. If you cannot keep "
        "it any more, take it back."
    ),
    "pledge_no": _("For “%(need)s”, %(amount)s: the lead of the plan thanks you and declines:"),
    "pledge_gone": _("For “%(need)s”, %(amount)s: your promise does not count any more:"),
    "pledge_doubted": _("For “%(need)s”, %(amount)s: whoever receives it says that it did not come as promised:"),
    "pledge_due": _("You promised for “%(need)s”: %(amount)s, by %(by)s. Can you keep it? If not, say so now."),
    "contributed": _("Whoever received it has written down what you gave. Thank you: it stands in the story."),
    "plan_published": _("There is a plan for it now, and everybody can help: with hands, things, transport or money."),
    "plan_changed": _("The plan has a new version. Your promises stay; please look whether they still fit."),
    "plan_ready": _("Everything needed to begin is promised, and every permission is granted."),
    "plan_began": _("Work on the plan has begun."),
    "plan_finished": _("The plan has done its part. Next somebody shows the result, and residents look at it."),
    "plan_abandoned": _("The plan was given up, and all promises are released. The reason:"),
    "plan_taken_over": _("Somebody else leads the plan now. Promises stay as they are."),
    "spent": _("The body that receives the money for it has shown what it was spent on:"),
}
