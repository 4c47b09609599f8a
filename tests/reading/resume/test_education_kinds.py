"""Education sections in seven languages and many layouts, told of invented people: the levels and the years of their degrees."""

from datetime import date

import pytest

from reading.resume.profile import parse

# A section, and the level and last year of each entry.
SECTIONS = [
    (
        "Education\nMaster of Science : Botany Walden University City , State\n2015\nMaster of Science : Soil Science Walden University City , State\n2013\nBachelor of Science : Biology Walden University\n2009",
        [("master", "2015"), ("master", "2013"), ("bachelor", "2009")],
    ),
    (
        "Education\nBachelor of Science in Nursing, Calder University, 2014\nAssociate Degree in Nursing, Calder Community College, 2011",
        [("bachelor", "2014"), ("associate", "2011")],
    ),
    (
        "EDUCATION\nBachelor of Science in Nursing, Calder University, 2014; Diploma in Practical Nursing, Selby Institute, 2009",
        [("bachelor", "2014"), ("certificate", "2009")],
    ),
    (
        "Education\nPresent\nBachelors of Science : Healthcare Management Letts University Dallas\n2016\nAssociates of Science : Healthcare Management Letts University Dallas\n1993\nHigh School Diploma Ferris High School",
        [("bachelor", None), ("associate", "2016"), ("high_school", "1993")],
    ),
    (
        "Education\nB.Tech, Mechanical Engineering | Anna Polytechnic University | 2012 - 2016\nHigher Secondary (XII) | Kendriya School | 2012\nSSC (X) | Kendriya School | 2010",
        [("bachelor", "2016"), ("high_school", "2012"), ("high_school", "2010")],
    ),
    (
        "Education\nM.Sc. Applied Mathematics, ETH, 2018–2020\nB.Sc. Mathematics, ETH, 2015–2018",
        [("master", "2020"), ("bachelor", "2018")],
    ),
    (
        "Ausbildung\n10/2014 – 09/2017  Technische Universität Oberstadt\n Master of Science Maschinenbau\n10/2011 – 09/2014  Technische Universität Oberstadt\n Bachelor of Science Maschinenbau\n2011  Gymnasium am Markt, Abitur (1,8)",
        [("master", "2017"), ("bachelor", "2014"), ("high_school", "2011")],
    ),
    (
        "Bildungsweg\nDiplom-Ingenieur (FH) Elektrotechnik, Fachhochschule Niederau, 2004\nFachabitur, Berufskolleg Niederau, 1998\nAusbildung zum Elektroniker, Stadtwerke Niederau, 1998-2001",
        [("bachelor", "2004"), ("high_school", "1998"), ("certificate", "2001")],
    ),
    (
        "Studium\n2010 - 2016 Rechtswissenschaften, Universität Altbach\nErstes Staatsexamen (2016)\n2016 - 2018 Referendariat, Zweites Staatsexamen",
        [("master", "2016"), ("master", "2018")],
    ),
    (
        "Formation\n2019-2021  Master 2 Marketing digital, Université de Montvert\n2016-2019  Licence Économie et gestion, Université de Montvert\n2016  Baccalauréat ES, Lycée Jean Moulin",
        [("master", "2021"), ("bachelor", "2019"), ("high_school", "2016")],
    ),
    (
        "Diplômes\n2012 : BTS Comptabilité et gestion – Lycée des Rives\n2010 : Bac STG\n2008 : Brevet des collèges",
        [("associate", "2012"), ("high_school", "2010"), ("high_school", "2008")],
    ),
    (
        "Formation\nDiplôme d'ingénieur, INSA Valmont, 2015\nClasses préparatoires MPSI/MP, Lycée Carnot, 2010-2012",
        [("master", "2015"), ("other", "2012")],
    ),
    (
        "Formation\nCAP Cuisine, CFA des Alpes, 2009\nDUT Génie civil, IUT de Belvue, 2013",
        [("certificate", "2009"), ("associate", "2013")],
    ),
    (
        "Formación académica\nGrado en Administración y Dirección de Empresas, Universidad de Lorca, 2014-2018\nMáster en Finanzas, Universidad de Lorca, 2019\nBachillerato, IES Monte Alto, 2014",
        [("bachelor", "2018"), ("master", "2019"), ("high_school", "2014")],
    ),
    (
        "Educación\nLicenciatura en Contaduría - Universidad Autónoma del Norte (2008 - 2012)\nTécnico Superior en Informática (inconcluso) - Instituto Sur (2006 - 2007)",
        [("bachelor", "2012"), ("other", "2007")],
    ),
    (
        "Formación\n2011 Ciclo Formativo de Grado Superior en Electricidad, IES Río\n2009 ESO, IES Río",
        [("associate", "2011"), ("high_school", "2009")],
    ),
    (
        "Formação acadêmica\nBacharelado em Ciência da Computação – Universidade Federal do Vale (2010 – 2014)\nPós-graduação em Gestão de Projetos – Faculdade do Vale (2016)\nEnsino médio completo – Colégio Estadual Serra (2009)",
        [("bachelor", "2014"), ("certificate", "2016"), ("high_school", "2009")],
    ),
    (
        "Formação\nTecnólogo em Logística, Faculdade Norte, 2015\nTécnico em Administração, SENAI, 2011",
        [("associate", "2015"), ("certificate", "2011")],
    ),
    (
        "Opleiding\n2012 - 2016 HBO Bachelor Verpleegkunde, Hogeschool Waterland\n2008 - 2012 MBO Verzorgende IG niveau 3, ROC Waterland\n2003 - 2008 VMBO, Lyceum De Dijk",
        [("bachelor", "2016"), ("certificate", "2012"), ("high_school", "2008")],
    ),
    (
        "Opleidingen\nWO Master Rechten, Universiteit Bergen, 2011\nVWO, Lyceum Bergen, 2005",
        [("master", "2011"), ("high_school", "2005")],
    ),
    (
        "Istruzione\n2013-2015 Laurea Magistrale in Ingegneria Gestionale, Politecnico di Valle, 110/110\n2010-2013 Laurea Triennale in Ingegneria Gestionale, Politecnico di Valle\n2010 Diploma di Liceo Scientifico, Liceo Volta",
        [("master", "2015"), ("bachelor", "2013"), ("high_school", "2010")],
    ),
    (
        "Education\nMBA, Kestrel Business School (2020)\nBA (Hons) History, 2:1, University of Fenland (2009)\nA Levels: History, English, French - Fenland Sixth Form (2006)\n10 GCSEs A*-C - Fenland School (2004)",
        [("master", "2020"), ("bachelor", "2009"), ("high_school", "2006"), ("high_school", "2004")],
    ),
    (
        "Education\nHND Computing, Fenland College, 2003\nNVQ Level 3 Business Administration, Fenland College, 2001",
        [("associate", "2003"), ("certificate", "2001")],
    ),
    (
        "Education\nPh.D. in Chemistry (expected May 2027), University of Northgate\nM.S. in Chemistry, University of Northgate, 2022",
        [("doctorate", "2027"), ("master", "2022")],
    ),
    (
        "Education\nCoursework toward Bachelor of Arts in English, Marlow College, 2005-2007 (did not graduate)\nGED, 2004",
        [("other", "2007"), ("high_school", "2004")],
    ),
    (
        "Education\nDegree\tInstitution\tYear\nB.Com\tUniversity of Madhapur\t2011\nMBA (Finance)\tMadhapur Business School\t2013",
        [("bachelor", "2011"), ("master", "2013")],
    ),
    (
        "EDUCATION\nNorthgate University — Springfield\nBachelor of Fine Arts (BFA), Graphic Design — May 2018\nMinor in Art History\nDean's List 2015, 2016, 2017",
        [("bachelor", "2018")],
    ),
    (
        "Education & Certifications\nBachelor of Engineering (Civil), Delmont Institute of Technology, 2008\nPMP Certification, 2014\nFirst Aid at Work Certificate, 2020",
        [("bachelor", "2008"), ("certificate", "2014"), ("certificate", "2020")],
    ),
    (
        "Education\nJuris Doctor, Calder School of Law, 2010. Admitted to the bar 2011.\nB.A., Political Science, Calder University, 2007",
        [("doctorate", "2010"), ("bachelor", "2007")],
    ),
    (
        "EDUCATION\nUniversity of Eastmoor, 2009 – 2012\nBSc Economics, First Class Honours\n\nEastmoor Grammar School, 2002 – 2009\n3 A-levels, 9 GCSEs",
        [("bachelor", "2012"), ("high_school", "2009")],
    ),
    (
        "Education\n2021 - 2023 Master's degree, Data Science, Kyiv Polytechnic Institute\n2017 - 2021 Bachelor's degree, Computer Science, Kyiv Polytechnic Institute\nCourses\n2022 Machine learning course, online",
        [("master", "2023"), ("bachelor", "2021")],
    ),
    (
        "Education\nSpecialist degree in Physics, Tomsk State University, 1998-2003",
        [("master", "2003")],
    ),
    (
        "Education\nMaster's Certificate in Project Management, Kestrel University, 2006\nBachelor's in Business, Kestrel University, 1999",
        [("certificate", "2006"), ("bachelor", "1999")],
    ),
    (
        "Education\nBachelor of Science, Marketing\nKestrel University, Kestrel, OH\nSeptember 2010 to May 2014\nAwarded the Dean's Scholarship in 2013\n\nHigh School Diploma\nKestrel High School\nJune 2010",
        [("bachelor", "2014"), ("high_school", "2010")],
    ),
    (
        "Education\nADN, Harbor Community College, 2012\nLPN Certificate, Harbor Vocational School, 2008",
        [("associate", "2012"), ("certificate", "2008")],
    ),
    (
        "Education\nHarbor High School, Harbor, MA\nHarbor State College, Harbor, MA  B.S. Accounting 1988",
        [("high_school", None), ("bachelor", "1988")],
    ),
    (
        "Education\n• Bachelor of Arts in Music, Lund Conservatory, 1999–2003, cum laude\n• Erasmus exchange semester, University of Vienna, 2001",
        [("bachelor", "2003"), ("other", "2001")],
    ),
    (
        "Academic Qualifications\nPGCE (Secondary), University of Fenland, 2011\nMA Education, University of Fenland, 2015\nBEd, University of Fenland, 2010",
        [("certificate", "2011"), ("master", "2015"), ("bachelor", "2010")],
    ),
    (
        "Education\nI completed my Bachelor of Technology in Computer Science from Delmont University in 2019 with a CGPA of 8.2.",
        [("bachelor", "2019")],
    ),
    (
        "Akademischer Werdegang\nPromotion (Dr. rer. nat.), Universität Altbach, 2012\nDiplom Chemie, Universität Altbach, 2008",
        [("doctorate", "2012"), ("master", "2008")],
    ),
    (
        "Schulbildung\n1999 – 2005 Realschule Altbach, Mittlere Reife\n2005 – 2008 Berufsausbildung zur Bankkauffrau, Sparkasse Altbach",
        [("high_school", "2005"), ("certificate", "2008")],
    ),
]


@pytest.mark.parametrize(
    ("section", "expected"), SECTIONS, ids=[section.split("\n")[1][:40] for section, _ in SECTIONS]
)
def test_every_entry_has_its_level_and_year(section: str, expected: list[tuple[str, str | None]]) -> None:
    text = f"Robin Example\nrobin@example.org\n\nExperience\nClerk, Halden Ltd, 2020 - 2022\n• Kept the books\n\n{section}\n"
    found = [
        (entry.degree_level, entry.end and entry.end[:4]) for entry in parse(text, today=date(2026, 11, 30)).education
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_what_says_an_entry_again_is_no_entry() -> None:
    text = "Robin Example\n\nEducation\nBachelor of Arts: Botany 2014 Fenland University\nBachelor of Arts: Botany 2014\nObtained my Bachelor of Arts in 2014.\n"
    assert [entry.degree_level for entry in parse(text, today=date(2026, 11, 30)).education] == ["bachelor"]


def test_a_title_ran_into_the_text_of_its_role() -> None:
    lines = (
        "Robin Example", "", "Experience", "January 2011 to September 2014",
        "Company Name City , State Files Clerk Kept the files of twelve doctors in order and answered their patients when they called",
        "March 2008 to October 2010",
        "Company Name City , State Night Porter Opened doors, carried bags and kept the peace of an old hotel by the sea",
    )  # fmt: skip
    roles = parse("\n".join(lines), today=date(2026, 11, 30)).experience
    assert [(role.title, role.start, role.end) for role in roles] == [
        ("Files Clerk", "2011-01", "2014-09"),
        ("Night Porter", "2008-03", "2010-10"),
    ]
