"""Names of an invented ministry: no person, unit or course here exists."""

from __future__ import annotations

GENERALS: tuple[tuple[str, str], ...] = (
    ("REV", "Directorate General of Revenue"),
    ("CUS", "Directorate General of Ports and Customs"),
    ("TRE", "Directorate General of Treasury"),
    ("BUD", "Directorate General of Budget"),
    ("AST", "Directorate General of State Assets"),
    ("REG", "Directorate General of Regional Finance"),
    ("AUD", "Inspectorate General"),
    ("LRN", "Learning and Development Agency"),
)

DIRECTORATES: dict[str, tuple[str, str, str]] = {
    "REV": ("Compliance", "Taxpayer Services", "Revenue Data"),
    "CUS": ("Border Operations", "Tariffs and Valuation", "Trade Facilitation"),
    "TRE": ("Cash Management", "State Accounting", "Payment Systems"),
    "BUD": ("Budget Planning", "Budget Execution", "Spending Review"),
    "AST": ("Asset Registry", "Valuation", "Auctions"),
    "REG": ("Transfers", "Local Revenue", "Capacity Building"),
    "AUD": ("Performance Audit", "Integrity", "Systems Audit"),
    "LRN": ("Leadership Academy", "Technical Training", "Knowledge Management"),
}

OFFICES: tuple[str, ...] = (
    "Lentera Office", "Samudra Office", "Cendana Office", "Rinjani Office", "Kenanga Office", "Merapi Office",
    "Melati Office", "Anggrek Office", "Bahari Office", "Pelangi Office", "Seroja Office", "Wijaya Office",
    "Teratai Office", "Flamboyan Office", "Nusa Office", "Garuda Office", "Kamboja Office", "Cakrawala Office",
    "Mutiara Office", "Sekar Office", "Dahlia Office", "Bintang Office", "Puspa Office", "Arjuna Office",
)  # fmt: skip

SECTIONS: tuple[str, ...] = ("Front Desk", "Analysis", "Field", "Records")

FIRST_NAMES: tuple[str, ...] = (
    "Ani", "Budi", "Citra", "Dewi", "Eko", "Fajar", "Gita", "Hadi", "Indah", "Joko", "Kartika", "Lestari", "Made",
    "Nanda", "Okta", "Putri", "Rizki", "Sari", "Tono", "Umar", "Vina", "Wulan", "Yudi", "Zahra", "Agus", "Bayu",
    "Cahya", "Dian", "Elok", "Ferry", "Galih", "Hana", "Intan", "Jaya", "Kirana", "Laksmi", "Mega", "Nur", "Panji",
    "Ratna",
)  # fmt: skip

LAST_NAMES: tuple[str, ...] = (
    "Adikusuma", "Baskara", "Candrawinata", "Danurwenda", "Erlangga", "Firmandaru", "Gunadharma", "Hapsoro",
    "Iswandaru", "Jatikusuma", "Kertajaya", "Lazuardi", "Mahendra", "Nugraheni", "Pangestu", "Rahardian", "Saptohadi",
    "Tirtayasa", "Utamaputra", "Wicaksana", "Yudistira", "Suryaningrat", "Prabaswara", "Manggala", "Kusumawati",
)  # fmt: skip

TEAM_SUBJECTS: tuple[str, ...] = (
    "Queue Time", "Audit Sampling", "Digital Forms", "Risk Scoring", "Open Data", "Fraud Signals", "Reconciliation",
    "Onboarding", "Green Budget", "Payment Errors", "Call Centre", "Asset Survey", "Tariff Rulings", "Rural Reach",
    "Process Mining", "Knowledge Base", "Chat Assistant", "Cash Forecast", "Case Backlog", "Vendor Registry",
)  # fmt: skip

TEAM_FORMS: tuple[str, ...] = ("Task Force", "Project", "Squad", "Working Group", "Community", "Lab")

COMPETENCIES: tuple[tuple[str, str], ...] = (
    ("audit", "Auditing"),
    ("valuation", "Valuation"),
    ("accounting", "Public accounting"),
    ("taxation", "Taxation"),
    ("customs", "Customs practice"),
    ("budgeting", "Budgeting"),
    ("data", "Data analysis"),
    ("systems", "Information systems"),
    ("writing", "Policy writing"),
    ("service", "Public service"),
    ("negotiation", "Negotiation"),
    ("leadership", "Leadership"),
    ("coaching", "Coaching others"),
    ("integrity", "Integrity and ethics"),
)

PATTERNS: tuple[tuple[str, str, tuple[str, str, str]], ...] = (
    ("auditor", "Auditor", ("audit", "accounting", "integrity")),
    ("appraiser", "Appraiser", ("valuation", "negotiation", "data")),
    ("examiner", "Revenue Examiner", ("taxation", "audit", "service")),
    ("officer", "Customs Officer", ("customs", "service", "integrity")),
    ("analyst", "Policy Analyst", ("data", "writing", "budgeting")),
    ("engineer", "Systems Engineer", ("systems", "data", "service")),
)

GRADES: tuple[str, ...] = ("Junior", "Senior", "Principal", "Head")
