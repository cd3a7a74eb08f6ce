"""Names, places and titles of the made-up office. Addresses, numbers and people are invented."""

SURNAMES = (
    "Ahlers Albrecht Arndt Bachmann Bartsch Baumgart Becker Behrendt Berger Blankenburg Böhme Borchert Brandt Braun Buchholz "
    "Busch Dahlke Dittmann Dräger Ebert Eggert Engel Fiedler Franke Freitag Friedrich Fröhlich Gehrke Giese Görlitz Graf Groß "
    "Günther Haase Hagen Hartmann Heinrich Henning Herrmann Hoffmann Höhne Hübner Jahnke Jansen Jeschke Jung Kaiser Karsten "
    "Kaufmann Keller Kirsch Klein Köhler König Koslowski Krämer Krause Kröger Krüger Kuhlmann Kunze Lange Lehmann Lindner Löffler "
    "Lorenz Ludwig Maaß Maier Manthey Marquardt Meyer Michaelis Möller Mohr Müller Neumann Nowak Otto Pagel Paulsen Petersen "
    "Pohlmann Radtke Rehberg Reinke Richter Ritter Rohde Röder Rudolph Sander Schade Schäfer Scheffler Schirmer Schlüter Schmidt "
    "Schönfeld Schröder Schubert Schulz Schulze Schumacher Schwarz Seidel Siebert Sommer Stein Stolz Strauß Thiele Thoms Uhlig "
    "Ullrich Vogt Wagner Warnke Weber Wegner Weiß Wendt Werner Wiechert Wilke Winter Witt Wolff Wünsch Zander Zeidler Ziemann"
).split()

GIVEN = {
    "w": (
        "Andrea Angelika Anja Anke Annett Antje Astrid Bärbel Beate Birgit Carmen Christin Claudia Cornelia Daniela Diana Doreen "
        "Franziska Gabriele Grit Heike Ilona Ines Jacqueline Jana Janine Josephine Juliane Kathrin Kerstin Kristin Madlen Maja "
        "Mandy Manuela Marlies Martina Melanie Monique Nadine Nancy Nicole Nora Petra Ramona Regina Romy Sabine Sandra Silke Silvia "
        "Simone Stefanie Susann Sylke Tanja Ulrike Ute Yvonne"
    ).split(),
    "m": (
        "Alexander André Andreas Axel Bernd Björn Carsten Christian Daniel Danny David Dennis Detlef Dirk Enrico Erik Falk Felix "
        "Frank Gerd Hagen Hartmut Heiko Holger Ingo Jan Jens Jörg Karsten Kevin Lars Lutz Maik Marcel Marco Mario Mathias Michael "
        "Mirko Nico Norbert Olaf Patrick Peer Ralf Rico Robert Roland Ronny Sascha Sebastian Silvio Stefan Steffen Sven Thomas "
        "Tilo Tino Torsten Uwe Volker"
    ).split(),
}
YOUNG = {
    "w": (
        "Alina Amelie Celina Chiara Clara Emilia Emily Fabienne Finja Greta Hanna Helene Ida Jasmin Jette Johanna Jolina Kim Lara "
        "Laura Lea Lena Leonie Lilly Lina Lisa Lotta Lucy Luisa Marie Maya Merle Mia Michelle Nele Paula Pia Sarah Sophie Vanessa"
    ).split(),
    "m": (
        "Aaron Anton Ben Bennet Colin Dominik Eddie Elias Emil Fabian Finn Florian Fritz Hannes Jakob Jannik Jason Jonas Julian "
        "Justin Konrad Lennard Leon Levin Linus Luca Lukas Malte Marlon Max Maximilian Moritz Nick Niklas Oskar Paul Phil Pascal "
        "Philipp Robin Theo Tim Tobias Tom"
    ).split(),
}
FROM_AFAR = {
    "Arabisch": {
        "surnames": "Al-Hariri Alkhatib Barakat Darwish Haddad Hamdan Khalil Mansour Nasser Qasim Saleh Shahin Suleiman Zaid".split(),
        "w": "Amira Fatima Hala Layla Mariam Nour Rania Salma Yasmin Zeinab".split(),
        "m": "Ahmad Bilal Faris Hassan Ibrahim Jamal Khaled Omar Tarek Yusuf".split(),
    },
    "Ukrainisch": {
        "surnames": "Bondarenko Hryzenko Klymenko Kowaltschuk Lyssenko Marchenko Melnyk Petrenko Romanenko Schewtschuk Tkatschenko".split(),
        "w": "Daryna Halyna Iryna Kateryna Ljudmyla Natalija Oksana Olena Tetjana Wira".split(),
        "m": "Andrij Bohdan Dmytro Iwan Maksym Mykola Oleh Serhij Taras Wolodymyr".split(),
    },
    "Dari": {
        "surnames": "Ahmadi Amiri Haidari Hosseini Karimi Mohammadi Nazari Rahimi Rezai Sharifi".split(),
        "w": "Farzana Freshta Maryam Nilofar Parwana Sahar Shabnam Zahra".split(),
        "m": "Ali Farhad Hamid Jawad Mustafa Nasir Reza Sajjad".split(),
    },
    "Polnisch": {
        "surnames": "Adamczyk Dąbrowski Jabłoński Kamiński Kaczmarek Nowicki Pawlak Sikora Wiśniewski Zieliński".split(),
        "w": "Agnieszka Beata Dorota Ewa Joanna Karolina Małgorzata Renata".split(),
        "m": "Adam Dariusz Grzegorz Jacek Krzysztof Marek Paweł Tomasz".split(),
    },
}

BRANCHES = {
    "Prenzlau": ("Uckerpromenade 200", "17291", "03984 555 100"),
    "Schwedt": ("Am Oderspeicher 77", "16303", "03332 555 200"),
    "Angermünde": ("Mürowseeweg 51", "16278", "03331 555 300"),
    "Templin": ("Kurgartenring 90", "17268", "03987 555 400"),
}
TOWNS = {branch: branch for branch in BRANCHES} | {"Schwedt": "Schwedt/Oder"}  # branch → the town it is in
PLACES = {
    "Prenzlau": (
        ("17291", "Prenzlau"), ("17291", "Prenzlau"), ("17291", "Prenzlau"), ("17291", "Gramzow"), ("17291", "Nordwestuckermark"),
        ("17291", "Göritz"), ("17291", "Uckerfelde"), ("17326", "Brüssow"), ("17337", "Uckerland"), ("17291", "Schenkenberg"),
    ),
    "Schwedt": (
        ("16303", "Schwedt/Oder"), ("16303", "Schwedt/Oder"), ("16303", "Schwedt/Oder"), ("16306", "Casekow"),
        ("16306", "Passow"), ("16307", "Gartz (Oder)"), ("16307", "Tantow"), ("16306", "Berkholz-Meyenburg"),
    ),
    "Angermünde": (
        ("16278", "Angermünde"), ("16278", "Angermünde"), ("16278", "Angermünde"), ("16278", "Pinnow"), ("16278", "Mark Landin"),
        ("16278", "Schöneberg"),
    ),
    "Templin": (
        ("17268", "Templin"), ("17268", "Templin"), ("17268", "Templin"), ("17279", "Lychen"), ("17268", "Boitzenburger Land"),
        ("17268", "Gerswalde"), ("17268", "Milmersdorf"), ("17268", "Mittenwalde"),
    ),
}
STREETS = (
    "Ahornallee;Am Anger;Am Kirschgarten;Am Mühlenfließ;Amselweg;Bahnhofstraße;Birkenweg;Brunnenstraße;Dorfstraße;Eichenring;"
    "Erlengrund;Feldstraße;Gartenstraße;Goethestraße;Grüner Weg;Hasenwinkel;Heidestraße;Kastanienallee;Kiefernweg;Lerchenweg;"
    "Lindenplatz;Mittelstraße;Neue Straße;Oderblick;Parkstraße;Querstraße;Ringstraße;Rosenweg;Schulstraße;Seestraße;Steinweg;"
    "Uferweg;Wiesenstraße;Ziegeleiweg"
).split(";")
SCHOOLS = {
    "oberschule": ("Oberschule am Uckersee", "Oberschule Talsand", "Oberschule am Mündesee", "Oberschule am Stadtgraben"),
    "gesamtschule": ("Gesamtschule Oderbogen", "Gesamtschule Uckerland"),
    "freie_schule": ("Freie Schule Angerdorf", "Freie Schule Seenland"),
    "foerderschule": ("Förderschule am Kranichfeld", "Förderschule Lindenhof"),
    "gymnasium": ("Gymnasium am Stadtsee", "Gymnasium Oderaue"),
}

OCCUPATIONS = {
    "11102": "Landwirt/in", "11101": "Helfer/in - Landwirtschaft", "12102": "Gärtner/in", "12101": "Helfer/in - Gartenbau",
    "11712": "Forstwirt/in", "22342": "Tischler/in", "24412": "Metallbauer/in", "24422": "Schweißer/in",
    "24301": "Helfer/in - Oberflächenbehandlung", "25212": "Kraftfahrzeugmechatroniker/in", "25102": "Industriemechaniker/in",
    "26212": "Elektroniker/in Energie- und Gebäudetechnik", "26312": "Informationselektroniker/in", "27302": "Fertigungsplaner/in",
    "29222": "Bäcker/in", "29232": "Fleischer/in", "29302": "Koch/Köchin", "29301": "Küchenhelfer/in",
    "32101": "Helfer/in - Hochbau", "32122": "Maurer/in", "32142": "Dachdecker/in", "32201": "Helfer/in - Tiefbau",
    "32222": "Straßenbauer/in", "33212": "Maler/in und Lackierer/in", "33101": "Helfer/in - Bodenverlegung",
    "34212": "Anlagenmechaniker/in Sanitär, Heizung", "34102": "Hausmeister/in",
    "41322": "Chemielaborant/in", "41312": "Chemikant/in", "43102": "Fachinformatiker/in", "51311": "Lagerhelfer/in",
    "51312": "Fachkraft für Lagerlogistik", "51321": "Zusteller/in", "52112": "Taxifahrer/in",
    "52122": "Berufskraftfahrer/in Güterverkehr", "52182": "Fahrer/in Kurierdienst", "53112": "Fachkraft für Schutz und Sicherheit",
    "53111": "Helfer/in - Wachschutz", "54101": "Reinigungskraft", "54112": "Gebäudereiniger/in",
    "62102": "Kaufmann/-frau im Einzelhandel", "62101": "Verkaufshelfer/in", "62112": "Kassierer/in",
    "63222": "Hotelfachmann/-frau", "63221": "Zimmermädchen/Roomboy", "63302": "Restaurantfachmann/-frau",
    "63301": "Servicekraft Gastronomie", "71302": "Kaufmann/-frau für Büromanagement", "71402": "Sekretär/in",
    "71401": "Bürohelfer/in", "73202": "Verwaltungsfachangestellte/r", "81102": "Medizinische/r Fachangestellte/r",
    "81302": "Pflegefachmann/-frau", "81301": "Pflegehelfer/in", "82101": "Altenpflegehelfer/in", "82102": "Altenpfleger/in",
    "82312": "Friseur/in", "83112": "Erzieher/in", "83111": "Helfer/in - Kinderbetreuung", "83131": "Helfer/in - Heilerziehungspflege",
    "83142": "Hauswirtschafter/in", "83141": "Hauswirtschaftshelfer/in",
}

# area → (name, sensitive)
BARRIERS = {
    "BK": (
        ("fehlender Schulabschluss", False), ("fehlender Berufsabschluss", False), ("veralteter Berufsabschluss", False),
        ("fehlende Berufspraxis", False), ("fehlende Fachkenntnisse", False), ("Deutschkenntnisse", False),
        ("EDV-Kenntnisse", False), ("Bewerbungsunterlagen", False), ("Grundbildung", False),
    ),
    "MO": (
        ("Bewerbungsaktivität", False), ("unrealistische Berufsvorstellung", False), ("Antrieb", False),
        ("Resignation nach Langzeitarbeitslosigkeit", False),
    ),
    "SK": (
        ("Konfliktfähigkeit", False), ("Tagesstruktur", False), ("Pünktlichkeit", False), ("Umgangsformen", False),
        ("Kritikfähigkeit", False),
    ),
    "LF": (
        ("Belastbarkeit", False), ("körperliche Einschränkung", False), ("psychische Belastung", True), ("Sucht", True),
        ("Behinderung/Gleichstellung", True),
    ),
    "RB": (
        ("Kinderbetreuung", False), ("Pflege von Angehörigen", False), ("Mobilität", False), ("zeitliche Verfügbarkeit", False),
        ("Schulden", True), ("Wohnsituation", True), ("familiäre Konflikte", True),
    ),
}
WORK_ORDER = ("RB", "LF", "MO", "BK", "SK")  # the order in which barriers are worked on (HK 4.1.3); SK where one puts it

# option of the goal → what is aimed at
GOALS = {
    "employment": (
        "Aufnahme einer sozialversicherungspflichtigen Beschäftigung", "Aufnahme einer Teilzeitbeschäftigung im Tagespendelbereich",
        "Stabilisierung der Lebenssituation", "Aufbau einer verlässlichen Tagesstruktur", "Nachholen des Berufsabschlusses",
        "Verbesserung der Deutschkenntnisse bis B1", "Aufnahme eines Minijobs mit Aussicht auf Ausweitung",
    ),
    "training": (
        "Beginn einer betrieblichen Ausbildung", "Aufnahme einer Ausbildung nach einem Langzeitpraktikum", "Nachholen des Schulabschlusses",
        "Aufbau einer verlässlichen Tagesstruktur",
    ),
    "own_business": ("Sicherung der selbständigen Tätigkeit", "Ausweitung der selbständigen Tätigkeit bis zum Ende des Leistungsbezugs"),
}
OBSTACLES = ("Elternzeit", "Pflege eines Angehörigen", "Rehabilitation", "Freiwilliges Soziales Jahr", "Besuch der Abendschule")
