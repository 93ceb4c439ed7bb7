"""The matrix: which class of addresses answers whom, and to which class every address belongs.

An address that stands in no class fails a test: whoever adds a page says here who reaches it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.web.walkers import ANSWERING, OTHER_BODY, OTHER_CATEGORY, READING, SORTING, SUPERVISING, WALKERS

OK, NO, NONE, GONE, SIGN_IN, NOT_NOW = "200", "403", "404", "410", "sign in", "409"
LEAD = frozenset({"plan's lead"})
"""Oksana is an officer of her NGO as well, so a desk opens for her, with nothing of the park department on it."""
OFFICERS = ANSWERING | OTHER_BODY | {OTHER_CATEGORY} | LEAD
COORDINATOR = frozenset({"coordinator"})
MODERATING = COORDINATOR | {"moderator"}
ROLES = MODERATING | {"librarian"}
NO_DESK = frozenset({"newcomer", "resident", "reporter", "member", "contractor", "coordinator elsewhere"})
"""They handle no cases here: every page of the desk tells them the same, whatever stands on it."""
EVERYBODY = frozenset(WALKERS)
FEW = (
    *("stranger", "newcomer", "reporter", "contractor", "supervisor", "supervisor of roads"),
    *("librarian", "coordinator", "coordinator elsewhere"),
)
"""Where all are told the same, it is these who are asked."""
ALIKE = frozenset({"public", "not there", "by post only", "by a key alone"})


@dataclass(frozen=True)
class Class:
    """`granted` get through; all others get `refused`, but those whom `otherwise` names."""

    granted: frozenset[str] = frozenset()
    refused: str = NONE
    otherwise: Mapping[str, str] = field(default_factory=dict)

    def expected(self, walker: str) -> str:
        return OK if walker in self.granted else self.otherwise.get(walker, self.refused)


def _desk(granted: frozenset[str], refused: str, **more: str) -> Class:
    """A page of the desk: strangers sign in, those without a desk learn nothing, `refused` is for the others."""
    outside = dict.fromkeys(NO_DESK, NO) | {"stranger": SIGN_IN}
    return Class(granted, refused, outside | {name.replace("_", " "): code for name, code in more.items()})


def _signed_in(granted: frozenset[str], refused: str = NONE, **more: str) -> Class:
    others = {name.replace("_", " "): code for name, code in more.items()}
    return Class(granted, refused, {"stranger": SIGN_IN} | others)


DESK = EVERYBODY - NO_DESK - {"stranger"}
CLASSES: Mapping[str, Class] = {
    "public": Class(EVERYBODY),
    "for those who can be reached": Class(EVERYBODY - {"newcomer"}, NO),
    "one's own": _signed_in(EVERYBODY - {"stranger"}),
    "somebody else's": _signed_in(frozenset()),
    "with a lead, or a way to sign in": Class(EVERYBODY),
    "by a key alone": Class(refused=NO),
    "by post only": Class(refused="405"),
    "the reporter's": Class(frozenset({"reporter"})),
    "the reporter's, signed in": _signed_in(frozenset({"reporter"})),
    "the resident's, signed in": _signed_in(frozenset({"resident"})),
    "the resident's, or a way to sign in": Class(frozenset({"resident", "stranger"})),
    "not there": Class(),
    "held": Class(ROLES),
    "held, as a page of acting": Class(refused=NONE, otherwise=dict.fromkeys(ROLES, NOT_NOW)),
    "private": Class(MODERATING | SORTING | {"reporter"}),
    "private, as a page of acting": Class(otherwise=dict.fromkeys(MODERATING | SORTING | {"reporter"}, NOT_NOW)),
    "hidden": Class(MODERATING | READING | {"reporter"}, GONE),
    "photographs of what is hidden": Class(MODERATING | READING | {"reporter"}),
    "answer by a letter's link": Class(MODERATING | READING),
    "answer of a private case": Class(MODERATING | SORTING),
    "answer of another body's case": Class(MODERATING | OTHER_BODY),
    "the plan's lead": _signed_in(LEAD, NO),
    "the plan's lead or who looks after plans": _signed_in(LEAD | COORDINATOR | {"librarian"}, NO),
    "nothing there for the plan's lead": _signed_in(
        frozenset(), NO, **{"plan's lead": NONE, "coordinator": NONE, "librarian": NONE}
    ),
    "the action's lead": Class(LEAD | COORDINATOR | {"librarian"}, NO),
    "who answers for a body": Class(OFFICERS | {"stranger"}, NO),
    "the body's lead": Class(frozenset({"lead", "stranger"})),
    "the body's people": Class(SORTING | READING | {"member", "contractor", OTHER_CATEGORY, "stranger"}),
    "another group's": Class(frozenset({"stranger"})),
    "desk": _desk(DESK, NO),
    "list of the desk": _desk(DESK - {"data protection officer"}, NONE),
    "what is due": _desk(READING | OFFICERS | COORDINATOR, NONE),
    "hidden case": _desk(READING | MODERATING, NONE),
    "held case": _desk(ROLES, NONE),
    "private case": _desk(SORTING | MODERATING, NONE),
    "appeals": _desk(SORTING | OTHER_BODY | {OTHER_CATEGORY} | LEAD, NONE),
    "report on appeals": _desk(OFFICERS, NONE),
    "other body's papers": _desk(frozenset(), NONE),
    "an appeal": _desk(SORTING, NONE),
    "the body's assets": _desk(READING | OFFICERS | COORDINATOR, NO),
    "supervisors": _desk(SUPERVISING | {"supervisor of roads"}, NONE),
    "templates": _desk(SUPERVISING | {"supervisor of roads"} | COORDINATOR, NONE),
    "supervisors and coordinators": _desk(SUPERVISING | {"supervisor of roads"} | COORDINATOR, NO),
    "coordinators": _desk(COORDINATOR, NO),
    "figures": _desk(OFFICERS | COORDINATOR | {"reader"}, NO),
    "audit": _signed_in(SUPERVISING | {"supervisor of roads", "data protection officer"} | COORDINATOR),
    "street": _desk(OFFICERS | {"inspector"}, NO),
    "a case in the street": _desk(
        ANSWERING | {"inspector"}, NO, **dict.fromkeys([*OTHER_BODY, OTHER_CATEGORY, *LEAD], NONE)
    ),
    "a private case in the street": _desk(
        ANSWERING, NO, **dict.fromkeys([*OTHER_BODY, OTHER_CATEGORY, *LEAD, "inspector"], NONE)
    ),
    "another body's case in the street": _desk(
        OTHER_BODY, NO, **dict.fromkeys([*ANSWERING, OTHER_CATEGORY, *LEAD, "inspector"], NONE)
    ),
    "no case in the street": _desk(frozenset(), NO, **dict.fromkeys([*OFFICERS, "inspector"], NONE)),
    "library": _signed_in(frozenset({"librarian"})),
}

ACTS_OF_A_PROBLEM = (
    "problem_photos problem_endorse problem_follow problem_update problem_reply problem_flag problem_done "
    "problem_verify problem_objection problem_reopen problem_withdraw problem_care problem_adopt"
)
PLACED: Mapping[str, str] = {
    "public": f"""
        home problems problems_feed problem:public problem:joint stewardships map map_card:public map_card:joint
        map_base areas area area_feed owners owner owner_feed results history how rules libraries assets_search
        assets_of_kind asset asset_whose needs needs_feed needs_map needs_card:joint offers offer_new business
        organisation_year organisation_year_csv plan_versions:joint pledge_need:joint actions actions_map
        actions_card:joint actions_calendar action:joint action_calendar:joint action_join:joint certificates
        organisations organisation_new organisation organisation_join group_new partners report report_what
        report_joined:joint report_categories report_streets receipt_find kiosk tile needs_tile actions_tile
        libraries_before plan_preview:joint report_known assets_near problem_qr:public problem_qr:joint
        {" ".join(f"{name}:public {name}:joint" for name in ACTS_OF_A_PROBLEM.split())}""",
    "for those who can be reached": "appeal_new:public appeal_new:joint",
    "one's own": "me me_fits me_certificate action_mine:joint",
    "with a lead, or a way to sign in": "plan_write:joint",
    "by a key alone": "confirm unsubscribe",
    "by post only": """
        me_appeal_withdraw action_arrivals:joint certificate_withdraw join_request_back report_send report_join
        report_drop report_photos report_draft report_place report_wording me_unfollow library_deed
        library_meeting_decide library_loan kiosk_leave desk_many desk_undo desk_lists desk_street_order
        desk_figures_letter desk_street_do:public desk_street_do:private desk_street_do:held desk_give:public
        desk_give:private desk_give:held desk_watch:public desk_watch:private desk_watch:held desk_deed:public
        desk_deed:private desk_deed:held desk_deed:hidden desk_question_back:public
        desk_question_back:private""",
    "somebody else's": """
        me_appeal me_appeal_pdf me_appeal_docx pledge_there pledge_paper certificate_sheet library_receipt
        library_receipt_pdf library_visitor library_news library_meeting""",
    "the reporter's": "application",
    "the reporter's, signed in": "loan",
    "the resident's, signed in": "pledge pledge_withdraw",
    "the resident's, or a way to sign in": "action_leave:joint",
    "not there": f"""
        {" ".join(f"{name}:hidden" for name in ACTS_OF_A_PROBLEM.split() if name != "problem_photos")}
        problem_qr:private problem_qr:held problem_qr:hidden problem_look:public problem_look:joint problem_look:private
        problem_leave_care:public problem_leave_care:joint problem_leave_care:private map_card:private map_card:held
        map_card:hidden base_tiles access_point meeting_ask pieces photo appeal_new:hidden tools tool_reserve
        needs_card:private offer offer_edit offer_end plan_write:private plan_preview:private plan_change:private
        plan_versions:private plan_lead:private plan_second:private plan_measure:private problem_result:public
        problem_result:private plan_step:private plan_pledge:private plan_gift:private plan_spend:private
        plan_deed:private plan_deed:joint pledge_need:private actions_card:private actions_own_calendar action:private
        action_calendar:private action_join:private action_mine:private action_leave:private action_change:private
        action_decide:private action_run:private action_here:joint action_here:private action_report:private certificate
        decision:joint decision:private organisation_logo invitation report_joined:private report_photo:joint
        report_done receipt problem_edit receipt_withdraw receipt_reply receipt_gone receipt_photo:joint
        library_endorse:private library_endorse:held library_pledge:private library_sign_up:private""",
    "held": f"""
        problem:held problem_answer:held appeal_new:held
        {" ".join(f"{name}:held" for name in ACTS_OF_A_PROBLEM.split())}""",
    "private": f"""
        problem:private appeal_new:private {" ".join(f"{name}:private" for name in ACTS_OF_A_PROBLEM.split())}""",
    "held, as a page of acting": "action_call:held",
    "private, as a page of acting": "action_call:private",
    "hidden": "problem:hidden",
    "photographs of what is hidden": "problem_photos:hidden",
    "answer by a letter's link": "problem_answer:public problem_answer:hidden",
    "answer of a private case": "problem_answer:private",
    "answer of another body's case": "problem_answer:joint",
    "the plan's lead": "plan_change:joint plan_second:joint plan_measure:joint plan_step:joint",
    "the plan's lead or who looks after plans": "plan_lead:joint plan_gift:joint",
    "nothing there for the plan's lead": "plan_pledge:joint plan_spend:joint",
    "the action's lead": """
        action_call:joint action_change:joint action_decide:joint action_run:joint action_report:joint""",
    "who answers for a body": "asset_ours",
    "the body's lead": "organisation_edit organisation_people",
    "the body's people": "organisation_leave",
    "another group's": "group_edit decision_new",
    "desk": "desk desk_routing desk_day desk_case:public desk_case:joint",
    "list of the desk": "desk_cases",
    "what is due": "desk_due",
    "hidden case": "desk_case:hidden",
    "held case": "desk_case:held",
    "private case": "desk_case:private",
    "appeals": "desk_appeals",
    "report on appeals": "desk_appeals_report desk_appeals_report_csv",
    "other body's papers": "desk_assets_preview",
    "an appeal": "desk_appeal desk_appeal_pdf desk_appeal_docx",
    "the body's assets": "desk_assets",
    "supervisors": "desk_teams",
    "templates": "desk_templates",
    "supervisors and coordinators": "desk_assets_import",
    "coordinators": "desk_letters desk_organisations desk_application desk_organisation desk_asset",
    "figures": "desk_figures desk_figures_csv",
    "audit": "desk_audit desk_audit_csv",
    "street": "desk_street",
    "a case in the street": "desk_street_case:public desk_street_case:hidden",
    "a private case in the street": "desk_street_case:private",
    "another body's case in the street": "desk_street_case:joint",
    "no case in the street": "desk_street_case:held",
    "library": """
        library library_shell library_report library_find library_case library_endorse:public library_endorse:joint
        library_pledge:joint library_sign_up:joint library_meetings library_tools library_tool_add library_tool
        library_tool_lend library_loan_back""",
}
"""Addresses by name; behind the colon which problem it is about."""
