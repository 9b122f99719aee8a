"""Who was there, as parishes, panels, committees and boards write it; every name is invented."""

import pytest
from reading import listed

LISTS = {
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
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_as_its_kind_of_body_writes_it(name: str) -> None:
    text, right = LISTS[name]
    assert listed(text) == right
