"""What each of the 18 enabling conditions says, in a sentence of English and one of Indonesian.

The rows follow chapter 2 of the Learner's Performance component, group by group; the ids are stable.
"""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "E1.1": (
        "the employee knows the competency standard of their position and their career pattern",
        "pegawai mengetahui standar kompetensi jabatannya serta pola pengembangan kariernya",
    ),
    "E1.2": (
        "the employee chooses learning that fits the needs of the position",
        "pegawai memilih pembelajaran yang sesuai dengan kebutuhan jabatannya",
    ),
    "E1.3": (
        "the employee creates innovation to work more efficiently and effectively",
        "pegawai menciptakan inovasi untuk meningkatkan efisiensi dan efektivitas dalam bekerja",
    ),
    "E1.4": (
        "the unit supports and accommodates the individual's learning needs",
        "unit kerja mendukung dan mengakomodasi kebutuhan pembelajaran pegawai sebagai individu",
    ),
    "E2.1": (
        "members learn through direct involvement in a team project",
        "anggota tim belajar dengan terlibat langsung dalam suatu proyek tim",
    ),
    "E2.2": (
        "members build a culture of continuous learning and active dialogue",
        "anggota tim mengembangkan budaya terus belajar dan berdialog secara aktif",
    ),
    "E2.3": (
        "members create innovation to improve team performance",
        "anggota tim menciptakan inovasi untuk meningkatkan kinerja tim",
    ),
    "E2.4": (
        "the unit supports and accommodates the team's learning needs",
        "unit kerja mendukung dan mengakomodasi kebutuhan pembelajaran tim",
    ),
    "E3.1": (
        "the unit supports and accommodates individual and team learning needs",
        "unit kerja mendukung dan mengakomodasi kebutuhan pembelajaran individu dan tim",
    ),
    "E3.2": (
        "the unit selects who attends which learning by competency-development need",
        "unit kerja memilih peserta pembelajaran sesuai dengan kebutuhan pengembangan kompetensinya",
    ),
    "E3.3": (
        "the unit has and knows the competency standard of every kind of position and has career plans",
        "unit kerja memiliki dan mengetahui standar kompetensi setiap jenis jabatan serta punya rencana karier pegawai",
    ),
    "E3.4": (
        "the unit adopts innovations from its people's and teams' learning",
        "unit kerja mengadopsi inovasi hasil pembelajaran pegawai dan tim",
    ),
    "E3.5": (
        "the unit transfers knowledge and develops IT that supports innovation",
        "unit kerja melakukan transfer pengetahuan dan mengembangkan teknologi informasi yang mendukung inovasi",
    ),
    "E4.1": (
        "the unit publishes, formally and informally, periodic news of the knowledge system, media and useful content",
        "unit kerja memublikasikan kabar berkala, formal dan informal, tentang KMS, media, dan konten yang berdampak",
    ),
    "E5.1": (
        "there is technical support for the knowledge system and learning media",
        "tersedia dukungan teknis untuk layanan sistem pengelolaan pengetahuan dan media pembelajaran",
    ),
    "E5.2": (
        "there is technical support for documenting knowledge",
        "tersedia dukungan teknis untuk dokumentasi pengetahuan",
    ),
    "E6.1": (
        "every employee is competent enough to document knowledge",
        "setiap pegawai cukup kompeten untuk mendokumentasikan pengetahuan",
    ),
    "E6.2": (
        "the equipment to document knowledge is available",
        "peralatan untuk mendokumentasikan pengetahuan tersedia",
    ),
}
