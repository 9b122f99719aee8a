"""Who was there, in the many ways that public bodies write it down; every name is invented."""

import pytest

from corpus.model import Document, SourceFile
from indexer.analyse import analyse
from indexer.entities.people import people_lists, person_names


def listed(text: str, head: str = "Minutes of the meeting held on 4 June 2019") -> list[str]:
    """'name | role' of those present; another attendance stands before it with a colon."""
    words = f"Wexmoor Ethics Board\n\n{head}\n\n{text}\n\n7. Lamps\n\nLamps were discussed.\n"
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(words))
    found = analyse(Document("a.txt", source, words)).parts[0].people
    return [
        ("" if one.attendance == "present" else f"{one.attendance}: ")
        + one.name
        + (f" | {one.role}" if one.role else "")
        for one in found
    ]


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
    "parish, councillors by a plural title": (
        "Present: Cllrs A Quill (Chairman), B Tamsin, C Penhale-Rowe and D Vane; "
        "Mrs E Orme (Clerk); 3 members of the public.",
        [
            "A Quill | Chairman",
            "B Tamsin",
            "C Penhale-Rowe",
            "D Vane",
            "E Orme | Clerk",
        ],
    ),
    "parish, surnames after one title": (
        "PRESENT: Councillors Quill (in the Chair), Tamsin, O’Dowd and Vane.\n"
        "IN ATTENDANCE: The Clerk, Mrs Orme",
        ["Quill | in the Chair", "Tamsin", "O’Dowd", "Vane", "Orme | The Clerk"],
    ),
    "parish, a count before the list and a role before the clerk": (
        "PRESENT (five Councillors): - Ada Quill (AQ) – Chair, Bo Tamsin (BT) Cy Penhale (CP), "
        "and Di Vane (DV). Parish Clerk: Ed Orme",
        [
            "Ada Quill | Chair (AQ)",
            "Bo Tamsin | BT",
            "Cy Penhale | CP",
            "Di Vane | DV",
            "Ed Orme | Parish Clerk",
        ],
    ),
    "parish, a person a line under capitals": (
        "PRESENT\n\nCllr Ada Quill (Chairman)\nCllr Bo Tamsin (Vice-Chairman)\nCllr Cy Penhale\n\n"
        "APOLOGIES\n\nCllr Di Vane\n\nIN ATTENDANCE\n\nEd Orme (Clerk)",
        [
            "Ada Quill | Chairman",
            "Bo Tamsin | Vice-Chairman",
            "Cy Penhale",
            "apologies: Di Vane",
            "Ed Orme | Clerk",
        ],
    ),
    "panel, councillors with their councils": (
        "Present:\n\nCouncillor Ada Quill (Wexmoor District Council) (Chair)\n"
        "Councillor Bo Tamsin (Thornby Borough Council)\nMs Cy Penhale (Independent Member)\n\n"
        "Also in attendance:\n\nDi Vane, Police and Crime Commissioner\n"
        "Chief Constable Ed Orme\nFay Gill, Chief Executive, OPCC",
        [
            "Ada Quill | Wexmoor District Council, Chair",
            "Bo Tamsin | Thornby Borough Council",
            "Cy Penhale | Independent Member",
            "Di Vane | Police and Crime Commissioner",
            "Ed Orme | Chief Constable",
            "Fay Gill | Chief Executive, OPCC",
        ],
    ),
    "panel, all on one line with keys inside": (
        "Present: Cllr Ada Quill (Chair), Cllr Bo Tamsin. In attendance: Ms Cy Penhale, Monitoring "
        "Officer. Apologies: Cllr Di Vane and Mr Ed Orme.",
        [
            "Ada Quill | Chair",
            "Bo Tamsin",
            "Cy Penhale | Monitoring Officer",
            "apologies: Di Vane",
            "apologies: Ed Orme",
        ],
    ),
    "audit committee, members and officers by capitals": (
        "Members Present: MR A. QUILL (CHAIRMAN), MRS B. TAMSIN, MS C. PENHALE\n"
        "Officers Present: MR D. VANE (CHIEF FINANCE OFFICER), MR E. ORME (INTERNAL AUDIT)",
        [
            "A. Quill | CHAIRMAN",
            "B. Tamsin",
            "C. Penhale",
            "D. Vane | CHIEF FINANCE OFFICER",
            "E. Orme | INTERNAL AUDIT",
        ],
    ),
    "audit committee, dashes": (
        "Present:\nAda Quill – Chair\nBo Tamsin – Independent Member\nCy Penhale – Chief Finance "
        "Officer, Wexmoor Police\n\nApologies:\nDi Vane – Head of Internal Audit",
        [
            "Ada Quill | Chair",
            "Bo Tamsin | Independent Member",
            "Cy Penhale | Chief Finance Officer, Wexmoor Police",
            "apologies: Di Vane | Head of Internal Audit",
        ],
    ),
    "force board, ranks without commas in the name": (
        "Attendees: PCC Ada Quill (Chair), DPCC Bo Tamsin, DCC Cy Penhale, T/ACC Di Vane, "
        "Ch Supt Ed Orme, Det Supt Fay Gill, A/Supt Gus Hay, Ch Insp Hal Ide, PC 1187 Ivo Jay",
        [
            "Ada Quill | PCC (Chair)",
            "Bo Tamsin | DPCC",
            "Cy Penhale | DCC",
            "Di Vane | T/ACC",
            "Ed Orme | Ch Supt",
            "Fay Gill | Det Supt",
            "Gus Hay | A/Supt",
            "Hal Ide | Ch Insp",
            "Ivo Jay | PC",
        ],
    ),
    "force board, the role first with a dash": (
        "Present:\nChief Constable – Ada Quill\nDeputy Chief Constable – Bo Tamsin\n"
        "Head of Legal Services – Cy Penhale",
        [
            "Ada Quill | Chief Constable",
            "Bo Tamsin | Deputy Chief Constable",
            "Cy Penhale | Head of Legal Services",
        ],
    ),
    "force board, the role first with a colon": (
        "Present\nChair: Ada Quill\nDeputy Chair: Bo Tamsin\nTreasurer: Cy Penhale\n"
        "Minutes: Di Vane",
        [
            "Ada Quill | Chair",
            "Bo Tamsin | Deputy Chair",
            "Cy Penhale | Treasurer",
            "minutes: Di Vane",
        ],
    ),
    "ethics committee, honours and degrees": (
        "Present: Professor Dame Ada Quill DBE (Chair), Dr Bo Tamsin PhD, Sir Cy Penhale KCB QPM, "
        "Revd Di Vane, Mr Ed Orme OBE",
        ["Ada Quill | Chair", "Bo Tamsin", "Cy Penhale", "Di Vane", "Ed Orme"],
    ),
    "ethics committee, a sentence": (
        "Present were Ada Quill (Chair), Bo Tamsin, Cy Penhale and Di Vane.",
        ["Ada Quill | Chair", "Bo Tamsin", "Cy Penhale", "Di Vane"],
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


ABSENCES = {
    "a sentence under a number": (
        "Present: Ada Quill, Bo Tamsin\n\n1. Apologies for absence\n\n"
        "Apologies were received from Cllr C. Penhale (Ward Member) and Mrs D. Vane.",
        ["Ada Quill", "Bo Tamsin", "apologies: C. Penhale | Ward Member", "apologies: D. Vane"],
    ),
    "a list under a number, with places": (
        "Present: Ada Quill, Bo Tamsin\n\n1. Welcome\n\nThe Chair welcomed everybody.\n\n"
        "2. Apologies for Absence\n\nCy Penhale – Thornby, Di Vane - Wexmoor Market, Ed Orme",
        [
            "Ada Quill",
            "Bo Tamsin",
            "apologies: Cy Penhale | Thornby",
            "apologies: Di Vane | Wexmoor Market",
            "apologies: Ed Orme",
        ],
    ),
    "bullets under a number": (
        "Attendees: Ada Quill (AQ), Bo Tamsin (BT)\n\n1 Apologies received from\n"
        "• Cy Penhale\n• Di Vane",
        ["Ada Quill | AQ", "Bo Tamsin | BT", "apologies: Cy Penhale", "apologies: Di Vane"],
    ),
    "on the line of the number": (
        "Present: Ada Quill, Bo Tamsin\n\n1. Apologies: Cy Penhale, Di Vane\n\n2. Minutes"
        "\n\nAgreed.",
        ["Ada Quill", "Bo Tamsin", "apologies: Cy Penhale", "apologies: Di Vane"],
    ),
    "who sent them stands first": (
        "Present: Ada Quill, Bo Tamsin\n\n1. Apologies\n\n"
        "Cllrs Penhale and Vane had sent their apologies. Mr Ed Orme was absent.",
        [
            "Ada Quill",
            "Bo Tamsin",
            "apologies: Penhale",
            "apologies: Vane",
            "absent: Ed Orme",
        ],
    ),
    "absent by a key of its own": (
        "Present: Ada Quill, Bo Tamsin\nApologies: Cy Penhale\nAbsent without apologies: Di Vane",
        ["Ada Quill", "Bo Tamsin", "apologies: Cy Penhale", "absent: Di Vane"],
    ),
    "observers": (
        "Present: Ada Quill (Chair)\nObservers: Bo Tamsin, Cy Penhale (Observer, Wexmoor Council)",
        ["Ada Quill | Chair", "observer: Bo Tamsin", "observer: Cy Penhale | Wexmoor Council"],
    ),
    "none": ("Present: Ada Quill\nApologies: None", ["Ada Quill"]),
    "none in a sentence": (
        "Present: Ada Quill\n\n1. Apologies\n\nThere were no apologies for absence.",
        ["Ada Quill"],
    ),
}


@pytest.mark.parametrize("name", ABSENCES)
def test_who_was_not_there_is_not_among_those_who_were(name: str) -> None:
    text, right = ABSENCES[name]
    assert listed(text) == right


@pytest.mark.parametrize(
    "text",
    [
        "Present: The Chair and eleven members of the public",
        "Attendees: Directors, Members and Staff of the Society (for a list write to the Clerk)",
        "Members of the Board are reminded that meetings are filmed by Thornby Media.",
        "Attendance at the Harbour Light had risen, and Marlow Court was full.",
        "Officers: Road Safety, Public Protection, Neighbourhood Watch",
        "Present: County Hall, Thornby",
        "MINUTES OF THORNBY PARISH COUNCIL MEETING",
    ],
)
def test_what_names_nobody_lists_nobody(text: str) -> None:
    assert listed(text) == []


@pytest.mark.parametrize(
    ("words", "name", "rank"),
    [
        ("Rt. Hon. Professor Ada Quill AM", "Ada Quill", ""),
        ("T/ACC Bo Hall", "Bo Hall", "T/ACC"),
        (
            "Temporary Assistant Chief Constable Bo Hall",
            "Bo Hall",
            "Temporary Assistant Chief Constable",
        ),
        ("Her Worship Mayor Quill", "Quill", "Mayor"),
        ("HHJ Ada Quill KC", "Ada Quill", ""),
        ("Wyn Rees, CBE", "Wyn Rees", ""),
        ("Dr Ada O’Quill BSc MB ChB FRCP", "Ada O’Quill", ""),
        ("MRS A. QUILL-HAY", "A. Quill-Hay", ""),
        ("Lord-Lieutenant Bo Hall", "Bo Hall", "Lord-Lieutenant"),
    ],
)
def test_titles_ranks_and_letters_are_told_from_the_name(words: str, name: str, rank: str) -> None:
    found = person_names.read(words)
    assert found is not None
    assert (found.name, found.rank) == (name, rank)


def test_an_inspector_s_office_of_several_words_is_kept_behind_the_name() -> None:
    for words, role in (
        (
            "Bo Hall HMI Constabulary and Fire & Rescue Services",
            "HMI Constabulary and Fire & Rescue",
        ),
        ("Ada Quill CBE HMI Probation", "HMI Probation"),
    ):
        (found,) = people_lists.read(words, "author", lines=True)
        assert found.role.startswith(role)


@pytest.mark.parametrize(
    "words",
    [
        "West Wexmoor",
        "Thornbyshire Rangers Thornbyshire",
        "Chief Constable",
        "The Speaker",
        "Matters Arising",
        "Next Meeting",
        "Joint Audit Committee",
        "Mike B",
        "ACC",
        "Dr",
        "",
        "Road Safety",
        "Acting Chief Constable of Wexmoor",
    ],
)
def test_what_is_no_name_is_none(words: str) -> None:
    assert person_names.read(words) is None


def test_a_list_of_a_crafted_length_takes_no_longer_than_it_is_long() -> None:
    import time

    for unit in ("Ada Quill (", "A ", "Ada Quill – ", "(((", "Cllr ", "T/", "and A", "A. ", ": "):
        spent = []
        for count in (400, 1600):
            began = time.perf_counter()
            people_lists.read(unit * count, "present")
            spent.append(time.perf_counter() - began)
        assert spent[1] < 12 * spent[0] + 0.05, unit
