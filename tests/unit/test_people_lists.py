"""Who was there, in the many ways that public bodies write it down; every name is invented."""

import pytest
from reading import listed

from indexer.entities.people import people_lists

LISTS = {
    "a sentence, and the apologies behind it": (
        "There were present Messrs. A. Quill and B. Tamsin, Mrs C. Orme (Chairman) and the Clerk "
        "(Miss D. Vane). Apologies were received from Mr E. Hay.",
        [
            "A. Quill",
            "B. Tamsin",
            "C. Orme | Chairman",
            "D. Vane | Clerk",
            "apologies: E. Hay",
        ],
    ),
    "an office that a title opens without a comma": (
        "Present: Ada Quill Accountable Officer at Wexmoor Health, Bo Tamsin Designated Nurse, "
        "Cy Orme National Director Lamps",
        [
            "Ada Quill | Accountable Officer at Wexmoor Health",
            "Bo Tamsin | Designated Nurse",
            "Cy Orme | National Director Lamps",
        ],
    ),
    "whom somebody is from, in a column beside the names": (
        "PRESENT\nCllr Ada Quill Wexmoor Council (Chair)\nCllr Bo Tamsin Upper Quay Council\n"
        "Mr Cy Orme Co-opted\nCllr Mary Ann Page",
        [
            "Ada Quill | Wexmoor Council (Chair)",
            "Bo Tamsin | Upper Quay Council",
            "Cy Orme | Co-opted",
            "Mary Ann Page",
        ],
    ),
    "names a line each, titles with stops, four sorts of being there": (
        "Present:\nMr Ada Quill (in the Chair)\nDr. Bo Tamsin\nCllr. Cy Orme\n\n"
        "In attendance:\nInsp. Di Vane, Wexmoor Police\nEd Lunn - Clerk\n\n"
        "Apologies for absence: Prof. Flo Hay; Lady Gwen Orr.\n\n"
        "Absent without apology: Mr H. Jay",
        [
            "Ada Quill | in the Chair",
            "Bo Tamsin",
            "Cy Orme",
            "Di Vane | Insp, Wexmoor Police",
            "Ed Lunn | Clerk",
            "apologies: Flo Hay",
            "apologies: Gwen Orr",
            "absent: H. Jay",
        ],
    ),
    "offices as keys, a line each": (
        "Attendance\nChair: Ada Quill\nSecretary: Bo Tamsin\nMembers: Cy Orme, Di Vane\n"
        "Not present: Ed Lunn",
        ["Ada Quill | Chair", "Bo Tamsin | Secretary", "Cy Orme", "Di Vane", "absent: Ed Lunn"],
    ),
    "apologies in the midst of a list": (
        "Present: Cllr Ada Quill (Chairman), Cllr Bo Tamsin; apologies from Cllr Cy Orme.",
        ["Ada Quill | Chairman", "Bo Tamsin", "apologies: Cy Orme"],
    ),
    "a member of a sort on a line of his own": (
        "Members:\nCouncillor Ada Quill (substitute for Councillor Bo Hay)\n"
        "Co-opted member Cy Orme\nLay Member Di Vane",
        [
            "Ada Quill | substitute for Councillor Bo Hay",
            "Cy Orme | Co-opted member",
            "Di Vane | Lay Member",
        ],
    ),
    "Welsh names and double-barrelled ones": (
        "Present: Cyng. Rhodri ap Gwilym (Cadeirydd), Siân Haf Prys-Davies, Y Cynghorydd Gwenllïan "
        "Rees, Ioan ab Owen, Jan van der Meer, Aoife Ní Bhriain, Anne-Marie St. Clair",
        [
            "Rhodri ap Gwilym | Cadeirydd",
            "Siân Haf Prys-Davies",
            "Gwenllïan Rees",
            "Ioan ab Owen",
            "Jan van der Meer",
            "Aoife Ní Bhriain",
            "Anne-Marie St. Clair",
        ],
    ),
    "in Welsh": (
        "Yn bresennol: Y Cynghorydd Rhodri Prys (Cadeirydd), Siân Bowen\nYmddiheuriadau: Ioan Rees",
        ["Rhodri Prys | Cadeirydd", "Siân Bowen", "apologies: Ioan Rees"],
    ),
    "surnames that are words of the field, by title or initials": (
        "Present: Cllr Page, Mrs Street, Alan Hall (AH), Mr Town (Treasurer), Sgt Park",
        ["Page", "Street", "Alan Hall | AH", "Town | Treasurer", "Park | Sgt"],
    ),
    "names then offices, a line each": (
        "Attendance:\n\nAda Quill\nBo Tamsin\nCy Penhale\n\nPolice and Crime Commissioner (PCC)\n"
        "Chief Constable (CC)\nAssistant Chief Constable (ACC)",
        [
            "Ada Quill | Police and Crime Commissioner (PCC)",
            "Bo Tamsin | Chief Constable (CC)",
            "Cy Penhale | Assistant Chief Constable (ACC)",
        ],
    ),
    "a name broken over the line": (
        "Present; Ada Quill (AQ), Bo Tamsin (BT), Cyrus\nPenhale (CP), Di Vane, Clerk\n(DV), Ed\n"
        "Orme",
        [
            "Ada Quill | AQ",
            "Bo Tamsin | BT",
            "Cyrus Penhale | CP",
            "Di Vane | Clerk (DV)",
            "Ed Orme",
        ],
    ),
    "keys and values without colons": (
        "Title of meeting Ethics Board\nPlace County Hall\n"
        "Attendees Ada Quill (AQ)(Chair), Bo Tamsin (BT)(Secretary)\n"
        "Invited Cy Penhale (CP)(Finance)",
        ["Ada Quill | Chair (AQ)", "Bo Tamsin | Secretary (BT)", "Cy Penhale | Finance (CP)"],
    ),
    "arrivals and ways of attending are no roles": (
        "Present: Cllr Ada Quill (Chair), Cllr Bo Tamsin (from item 4), Cllr Cy Penhale (via "
        "Teams), Di Vane (left at 8pm)",
        ["Ada Quill | Chair", "Bo Tamsin", "Cy Penhale", "Di Vane"],
    ),
    "semicolons and commas of two ranks": (
        "Present: Ada Quill, Commissioner; Bo Tamsin, Chief Constable; Cy Penhale, Head of Legal "
        "and Democratic Services; Di Vane, notes",
        [
            "Ada Quill | Commissioner",
            "Bo Tamsin | Chief Constable",
            "Cy Penhale | Head of Legal and Democratic Services",
            "Di Vane | notes",
        ],
    ),
    "an office on every line and no key over them": (
        "Police and Crime Commissioner: Ada Quill\nChief Constable: Bo Tamsin\n"
        "Minutes: Cy Penhale (Executive Assistant)\nApologies: Di Vane",
        [
            "Ada Quill | Police and Crime Commissioner",
            "Bo Tamsin | Chief Constable",
            "minutes: Cy Penhale | Executive Assistant",
            "apologies: Di Vane",
        ],
    ),
    "surnames first": (
        "Present: QUILL, Ada (Chair); TAMSIN, Bo; PENHALE, Cy",
        ["Ada Quill | Chair", "Bo Tamsin", "Cy Penhale"],
    ),
    "wide spaces between": (
        "PRESENT:  Mr A Quill (Chairman)    Mrs B Tamsin    Mr C Penhale\n"
        "          Miss D Vane (Clerk)",
        ["A Quill | Chairman", "B Tamsin", "C Penhale", "D Vane | Clerk"],
    ),
    "stops between, councillors of other councils": (
        "PRESENT: Councillors Mrs A. Quill (in the Chair), B. J. Tamsin and Dr. C. Vane. Clerk "
        "Mrs. D. Orme. County Cllr E. Gill. 3 parishioners.",
        [
            "A. Quill | in the Chair",
            "B. J. Tamsin",
            "C. Vane",
            "D. Orme | Clerk",
            "E. Gill | County Cllr",
        ],
    ),
    "short offices after the name": (
        "Attendees: Ada Quill PCC; Bo Tamsin CC; Cy Penhale DCC",
        ["Ada Quill | PCC", "Bo Tamsin | CC", "Cy Penhale | DCC"],
    ),
    "who holds an office in a bracket": (
        "Present: Ada Quill (Officer), the Police and Crime Commissioner (Bo Tamsin) and the Chief "
        "Constable (Cy Penhale)",
        [
            "Ada Quill | Officer",
            "Bo Tamsin | Police and Crime Commissioner",
            "Cy Penhale | Chief Constable",
        ],
    ),
    "initials, then where each comes from": (
        "In attendance:\nAda Quill (AQ) Chief Finance Officer, OPCC\nBo Tamsin (BT) Lamp Marlow\n"
        "Cy Penhale (CP) TIAA",
        [
            "Ada Quill | Chief Finance Officer, OPCC (AQ)",
            "Bo Tamsin | Lamp Marlow (BT)",
            "Cy Penhale | TIAA (CP)",
        ],
    ),
    "an organisation on every line": (
        "Panel: Ada Quill (Independent Chair), Bo Tamsin\nPolice: Ch Supt Cy Penhale, Insp Di Vane",
        [
            "Ada Quill | Independent Chair",
            "Bo Tamsin",
            "Cy Penhale | Ch Supt",
            "Di Vane | Insp",
        ],
    ),
    "titles alone between": (
        "Attendance: Cllr A Quill (Chair) Cllr B Tamsin Cllr C Penhale Mrs D Vane (Clerk)",
        ["A Quill | Chair", "B Tamsin", "C Penhale", "D Vane | Clerk"],
    ),
    "ways of attending": (
        "Present in person: Ada Quill\nPresent online: Bo Tamsin\nPresent via Teams: Cy Penhale",
        ["Ada Quill", "Bo Tamsin", "Cy Penhale"],
    ),
    "an office that takes the minutes": (
        "Present: Ada Quill, Chairman (AQ). Bo Tamsin (BT). Cy Penhale,\nMinutes Secretary (CP). "
        "Di Vane (DV). Ed\nOrme, Treasurer (EO).",
        [
            "Ada Quill | Chairman (AQ)",
            "Bo Tamsin | BT",
            "Cy Penhale | Minutes Secretary (CP)",
            "Di Vane | DV",
            "Ed Orme | Treasurer (EO)",
        ],
    ),
    "peers": (
        "Attending: Right Honourable Lord Hall of Thornby, Baroness Quill, Sir Bo Tamsin KBE",
        ["Hall of Thornby", "Quill", "Bo Tamsin"],
    ),
    "two sentences": (
        "The following were present: Ada Quill (Chairman), Bo Tamsin. Also present: Cy Penhale "
        "(Clerk) and two residents.",
        ["Ada Quill | Chairman", "Bo Tamsin", "Cy Penhale | Clerk"],
    ),
    "initials as names": (
        "Present: Mr J.R. Quill, Mrs S M Tamsin, A. B. C. Penhale, J Vane (Chair)",
        ["J.R. Quill", "S M Tamsin", "A. B. C. Penhale", "J Vane | Chair"],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_by_its_shape(name: str) -> None:
    text, right = LISTS[name]
    assert listed(text) == right


def test_a_list_of_a_crafted_length_takes_no_longer_than_it_is_long() -> None:
    import time

    for unit in ("Ada Quill (", "A ", "Ada Quill – ", "(((", "Cllr ", "T/", "and A", "A. ", ": "):
        spent = []
        for count in (400, 1600):
            began = time.perf_counter()
            people_lists.read(unit * count, "present")
            spent.append(time.perf_counter() - began)
        assert spent[1] < 12 * spent[0] + 0.05, unit
