"""Who may call what: every route for every role, with and without relation to the case, as one table to be read.

The table says what `roles.md` of the specification asks for and is written by hand; nothing of it is read off the code.
Each cell holds two signs, for a client, message or saved view that is the person's business and for one that is not:

    +  answered               ?  asks for a reason first (break-glass)
    -  not there for them     x  refused          >  led to the login
"""

COLUMNS = {
    "ser": "service", "cas": "case_manager", "ass": "assistant", "ben": "benefits_clerk",
    "mai": "maintenance_clerk", "reh": "rehab_clerk", "emp": "employer_service", "mea": "measure_coordinator",
    "pro": "project_coordinator", "lia": "provider_liaison", "man": "manager", "dat": "data_protection",
    "adm": "admin", "non": None,
}

TABLE = """
                                                            ser cas ass ben mai reh emp mea pro lia man dat adm non
GET  /                                                      ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /kunden                                                ++  ++  ++  ++  ++  ++  ++  ++  xx  ++  xx  xx  xx  >>
GET  /kunden.csv                                            ++  ++  ++  ++  ++  ++  ++  ++  xx  ++  xx  xx  xx  >>
GET  /kunden.xlsx                                           ++  ++  ++  ++  ++  ++  ++  ++  xx  ++  xx  xx  xx  >>
GET  /kunden/<number>                                       +-  +?  +-  +-  +-  +-  +-  +-  xx  +-  ??  --  xx  >>
GET  /kunden/<number>/fristen                               +-  +?  +-  +-  +-  +-  +-  +-  xx  +-  ??  --  xx  >>
GET  /kunden/<number>/zugriffe                              --  +?  --  --  --  --  --  --  xx  --  +?  ++  xx  >>
GET  /kunden/<number>/bewerbungen                           xx  +?  xx  xx  xx  +-  +-  xx  xx  +-  ??  xx  xx  >>
GET  /kunden/<number>/bewerbungen/neu                       xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/bewerbungen/neu                       xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/bewerbungen/<own_application_id>      xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/bewerbungen/<own_application_id>      xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/bewerbungen/unterlagen                xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/folgegespraech                        xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/folgegespraech                        xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/folgegespraech/<step>                 xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/folgegespraech/<step>                 xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/folgegespraech/abschluss              xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/folgegespraech/abschluss              xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/folgegespraech/verwerfen              xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/folgegespraech/vorbereitung           xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/kontakte                              +-  +?  +-  +-  --  +-  +-  --  xx  +-  ??  --  xx  >>
POST /kunden/<number>/kontakte/drucken                      xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/kontakte/neu                          xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/kontakte/neu                          xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/kontakte/<note_id>                    xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/kontakte/<note_id>                    xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/kontakte/belehrung                    xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/kontakte/belehrung                    xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/kontakte/termine/neu                  +-  +?  +-  xx  xx  +-  +-  xx  xx  +-  xx  xx  xx  >>
POST /kunden/<number>/kontakte/termine/neu                  +-  +-  +-  xx  xx  +-  +-  xx  xx  +-  xx  xx  xx  >>
GET  /kunden/<number>/kontakte/termine/<visit_id>           +-  +?  +-  +-  --  +-  +-  --  xx  +-  ??  --  xx  >>
POST /kunden/<number>/kontakte/termine/<visit_id>           +-  +-  +-  xx  xx  +-  +-  xx  xx  +-  xx  xx  xx  >>
GET  /kunden/<number>/kontakte/termine/<visit_id>/verlegen  +-  +?  +-  xx  xx  +-  +-  xx  xx  +-  xx  xx  xx  >>
POST /kunden/<number>/kontakte/termine/<visit_id>/verlegen  +-  +-  +-  xx  xx  +-  +-  xx  xx  +-  xx  xx  xx  >>
GET  /kunden/<number>/vermittlung                           xx  +?  xx  xx  xx  +-  --  xx  xx  --  ??  xx  xx  >>
GET  /kunden/<number>/vermittlung/<word>                    xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vermittlung/<word>                    xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/vermittlung/<step_id>/zuruecknehmen   xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vermittlung/<step_id>/zuruecknehmen   xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /sammeleintrag                                         xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /sammeleintrag                                         xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kalender                                              ++  ++  ++  xx  xx  ++  ++  xx  xx  ++  xx  xx  xx  >>
GET  /kalender/abo                                          ++  ++  ++  xx  xx  ++  ++  xx  xx  ++  xx  xx  xx  >>
POST /kalender/abo                                          ++  ++  ++  xx  xx  ++  ++  xx  xx  ++  xx  xx  xx  >>
POST /kalender/abo/beenden                                  ++  ++  ++  xx  xx  ++  ++  xx  xx  ++  xx  xx  xx  >>
GET  /kalender/<token>.ics                                  --  --  --  --  --  --  --  --  --  --  --  --  --  --
GET  /kunden/<number>/unterlagen                            +-  +?  +-  +-  +-  +-  +-  +-  xx  +-  ??  --  xx  >>
POST /kunden/<number>/unterlagen                            +-  +-  +-  x-  xx  +-  xx  xx  xx  +-  xx  xx  xx  >>
GET  /kunden/<number>/unterlagen/<document_id>              +-  +?  +-  +-  +-  +-  +-  +-  xx  +-  ??  --  xx  >>
GET  /kunden/<number>/unterlagen/neu                        xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/unterlagen/neu                        xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/unterlagen/eingang/<file_id>          --  +?  --  --  --  +-  +-  --  xx  +-  ??  --  xx  >>
GET  /kunden/<number>/unterlagen/eingang/<file_id>/loeschen xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/unterlagen/eingang/<file_id>/loeschen xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/einstieg                              +-  +?  +-  +-  --  +-  --  --  xx  +-  ??  --  xx  >>
GET  /kunden/<number>/einstieg/einladung                    xx  +?  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/einstieg/einladung                    xx  +-  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/einstieg/versaeumt                    xx  +?  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/einstieg/versaeumt                    xx  +-  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/einstieg/verzicht                     xx  +?  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/einstieg/verzicht                     xx  +-  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/einstieg/korrektur                    xx  +?  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/einstieg/korrektur                    xx  +-  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/einstieg/beratung                     xx  +?  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/einstieg/beratung                     xx  +-  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/einstieg/bewerbungskosten             xx  +-  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/einstieg/bogen                        xx  +-  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/einstieg/bogen/<section>              xx  +?  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/einstieg/bogen/<section>              xx  +-  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/plan                                  xx  +?  xx  xx  xx  +-  --  xx  xx  --  ??  xx  xx  >>
GET  /kunden/<number>/plan/ziel                             xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/plan/ziel                             xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/plan/strategien/neu                   xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/plan/strategien/neu                   xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/plan/strategien/<strategy_id>         xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/plan/strategien/<strategy_id>         xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/plan/strategien/<strategy_id>/ergebnis xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/plan/strategien/<strategy_id>/ergebnis xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /berufe                                                xx  ++  xx  xx  xx  ++  ++  xx  xx  ++  ++  xx  xx  >>
GET  /kunden/<number>/profil                                xx  +?  xx  xx  xx  +-  +-  xx  xx  +-  ??  xx  xx  >>
GET  /kunden/<number>/profil/bestaetigen                    xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/profil/bestaetigen                    xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/profil/fassungen                      xx  +?  xx  xx  xx  +-  +-  xx  xx  +-  ??  xx  xx  >>
GET  /kunden/<number>/profil/fassungen/neu                  xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/profil/fassungen/neu                  xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/profil/fassungen/<version_number>/bearbeiten xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/profil/fassungen/<version_number>/bearbeiten xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/profil/fassungen/<version_number>/abschliessen xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/hemmnisse                             xx  +?  xx  xx  xx  +-  --  xx  xx  --  ??  xx  xx  >>
GET  /kunden/<number>/hemmnisse/neu                         xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/hemmnisse/neu                         xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/hemmnisse/<barrier_id>                xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/hemmnisse/<barrier_id>                xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/hemmnisse/<barrier_id>/stand          xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/hemmnisse/<barrier_id>/stand          xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/hemmnisse/<barrier_id>/rang           xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/hemmnisse/reihenfolge                 xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/kategorie                             xx  +?  xx  xx  xx  +-  --  xx  xx  --  ??  xx  xx  >>
POST /kunden/<number>/kategorie                             xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/vereinbarungen                        xx  +?  +-  xx  xx  +-  xx  xx  xx  +-  ??  xx  xx  >>
GET  /kunden/<number>/vereinbarungen/neu                    xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vereinbarungen/neu                    xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/vereinbarungen/fortschreibung         xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vereinbarungen/fortschreibung         xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/vereinbarungen/<agreement_id>         xx  +?  +-  xx  xx  +-  xx  xx  xx  +-  ??  xx  xx  >>
POST /kunden/<number>/vereinbarungen/<agreement_id>/aufgaben xx  +?  +-  xx  xx  +-  xx  xx  xx  +-  ??  xx  xx  >>
GET  /kunden/<number>/vereinbarungen/<agreement_id>/auswertung xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vereinbarungen/<agreement_id>/auswertung xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/vereinbarungen/<agreement_id>/bearbeiten xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vereinbarungen/<agreement_id>/bearbeiten xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/vereinbarungen/<agreement_id>/beenden xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vereinbarungen/<agreement_id>/beenden xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/vereinbarungen/<agreement_id>/berichtigung xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vereinbarungen/<agreement_id>/berichtigung xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/vereinbarungen/<agreement_id>/unterschrift xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vereinbarungen/<agreement_id>/unterschrift xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vereinbarungen/<agreement_id>/drucken xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/vereinbarungen/<agreement_id>/verwerfen xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/verstoesse/neu                        xx  -?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/verstoesse/neu                        xx  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/verstoesse/<breach_id>                xx  +?  +-  xx  xx  +-  xx  xx  xx  +-  ??  xx  xx  >>
POST /kunden/<number>/verstoesse/<breach_id>/anhoerung      xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/verstoesse/<breach_id>/stellungnahme  xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/verstoesse/<breach_id>/stellungnahme  xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/verstoesse/<breach_id>/entscheidung   xx  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/verstoesse/<breach_id>/entscheidung   xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/verstoesse/<breach_id>/mitteilung     xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /vereinbarungen                                        xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /vereinbarungen.csv                                    xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /vereinbarungen.xlsx                                   xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /vereinbarungen                                        xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/fall/integration                      x-  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/fall/integration                      --  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/fall/schliessen                       x-  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/fall/schliessen                       --  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/fall/ruecknahme                       x-  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/fall/ruecknahme                       --  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/fall/merkmale                         x-  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/fall/merkmale                         --  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/fall/oeffnen                          +-  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/fall/oeffnen                          +-  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/fall/stammdaten                       +-  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/fall/stammdaten                       +-  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/fall/anschrift                        +-  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/fall/anschrift                        +-  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/fall/aenderung                        xx  xx  xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/fall/aenderung                        xx  xx  xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg                                              ++  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg.csv                                          ++  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg.xlsx                                         ++  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg/antrag                                       ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg/antrag/neu                                   ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /einstieg/antrag/neu                                   ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg/antrag/<number>                              ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /einstieg/antrag/<number>                              ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/antrag                                +-  +?  +-  +-  +-  --  --  --  xx  --  ??  --  xx  >>
GET  /kunden/<number>/antrag/<deed>                         +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/antrag/<deed>                         +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/antrag/ausgehaendigt                  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/antrag/sofort                         +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/antrag/zustaendigkeit                 +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/antrag/zustaendigkeit                 +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/antrag/einstiegstermin                +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/antrag/einstiegstermin                +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/antrag/zeiten                         +-  +?  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/antrag/zeiten                         +-  +-  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/zusammenfuehren                       +-  +?  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/zusammenfuehren                       +-  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg/entscheidungen                               xx  xx  xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg/entscheidungen.csv                           xx  xx  xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg/entscheidungen.xlsx                          xx  xx  xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg/entscheidungen/<application_id>              xx  xx  xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /einstieg/entscheidungen/<application_id>              xx  xx  xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /einstieg/umlauf                                       xx  ++  xx  ++  ++  xx  xx  xx  xx  xx  ++  xx  xx  >>
GET  /einstieg/umlauf/<circulation_id>                      xx  +-  xx  +-  +-  xx  xx  xx  xx  xx  +-  xx  xx  >>
POST /einstieg/umlauf/<circulation_id>/eingang              xx  +-  xx  --  --  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /einstieg/umlauf/<circulation_id>/ausgang              xx  +-  xx  --  --  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /einstieg/umlauf/<circulation_id>/auslassen            xx  xx  xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /einstieg/umlauf/<circulation_id>/laufzettel           xx  xx  xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /kunden/<number>/uebergaben                            +-  +?  +-  +-  +-  +-  +-  +-  xx  +-  ??  --  xx  >>
GET  /uebergaben                                            xx  ++  ++  xx  xx  xx  xx  xx  xx  xx  ++  xx  xx  >>
GET  /uebergaben.csv                                        xx  ++  ++  xx  xx  xx  xx  xx  xx  xx  ++  xx  xx  >>
GET  /uebergaben.xlsx                                       xx  ++  ++  xx  xx  xx  xx  xx  xx  xx  ++  xx  xx  >>
GET  /uebergaben/neu                                        xx  ++  ++  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /uebergaben/neu                                        xx  --  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /uebergaben/aufschub                                   xx  --  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /uebergaben/aufschub                                   xx  --  --  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /uebergaben/bestand                                    xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  ++  xx  xx  >>
POST /uebergaben/bestand                                    xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  ++  xx  xx  >>
GET  /uebergaben/bestand/<batch>                            xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  ++  xx  xx  >>
POST /uebergaben/bestand/<batch>/bestaetigen                xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  ++  xx  xx  >>
GET  /uebergaben/<handover_id>                              xx  +?  +-  xx  xx  xx  xx  xx  xx  xx  ??  xx  xx  >>
POST /uebergaben/<handover_id>/bestaetigen                  xx  +?  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /uebergaben/<handover_id>/rueckfrage                   xx  +?  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /uebergaben/<handover_id>/rueckfrage/<query_id>        xx  +?  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /uebergaben/<handover_id>/verwerfen                    xx  +?  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /uebergaben/<handover_id>/drucken                      xx  +?  x-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
GET  /haushalte/<number>                                    +-  +-  +-  +-  +-  +-  +-  +-  xx  +-  --  --  xx  >>
POST /haushalte/<number>/schwerpunkt                        xx  +-  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  >>
POST /kunden/<number>/oeffnen                               xx  ++  xx  xx  xx  xx  xx  xx  xx  xx  ++  xx  xx  >>
POST /kunden/ansichten                                      ++  ++  ++  ++  ++  ++  ++  ++  xx  ++  xx  xx  xx  >>
POST /kunden/ansichten/<view_id>/loeschen                   +-  +-  +-  +-  +-  +-  +-  +-  xx  +-  xx  xx  xx  >>
GET  /fristen                                               ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /fristen/standard                                      ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /fristen/feiertage                                     ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /regelwerk                                             ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /regelwerk/<id>                                        ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /mitteilungen                                          ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
POST /mitteilungen/<message_id>/gelesen                     +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  >>
POST /mitteilungen/<message_id>/erledigt                    +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  >>
POST /mitteilungen/<message_id>/offen                       +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  +-  >>
POST /mitteilungen/gelesen                                  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /verwaltung                                            xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  ++  >>
GET  /verwaltung/texte                                      xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  ++  >>
GET  /verwaltung/texte/<kind>                               xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  ++  >>
POST /verwaltung/texte/<kind>                               xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  ++  >>
GET  /verwaltung/texte/<kind>/<version_number>              xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  ++  >>
POST /verwaltung/texte/<kind>/<version_number>              xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  ++  >>
GET  /verwaltung/texte/<kind>/<version_number>/vorschau     xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  ++  >>
POST /verwaltung/texte/<kind>/<version_number>/freigeben    xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  xx  ++  >>
GET  /drucke                                                ++  ++  ++  ++  xx  ++  xx  xx  xx  ++  xx  xx  xx  >>
POST /drucke                                                ++  ++  ++  ++  xx  ++  xx  xx  xx  ++  xx  xx  xx  >>
GET  /drucke/<job_id>                                       +-  +-  +-  +-  xx  +-  xx  xx  xx  +-  xx  xx  xx  >>
POST /drucke/<job_id>/weiter                                +-  +-  +-  +-  xx  +-  xx  xx  xx  +-  xx  xx  xx  >>
POST /drucke/<job_id>/abbrechen                             +-  +-  +-  +-  xx  +-  xx  xx  xx  +-  xx  xx  xx  >>
GET  /drucke/<job_id>/pdf                                   +-  +-  +-  +-  xx  +-  xx  xx  xx  +-  xx  xx  xx  >>
POST /entwuerfe                                             ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
POST /entwuerfe/verwerfen                                   ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /tastatur                                              ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
POST /tastatur                                              ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /passwort                                              ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
POST /passwort                                              ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /anmelden                                              ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++
POST /anmelden                                              ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++
GET  /abmelden                                              ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
POST /abmelden                                              ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  >>
GET  /healthz                                               ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++  ++
"""  # noqa: E501  the longest addresses


def expected(column: str) -> dict[str, str]:
    """The cells of a column by route."""
    head, *lines = TABLE.strip("\n").splitlines()
    place = head.split().index(column)
    parted = [line.rsplit(maxsplit=len(COLUMNS)) for line in lines]
    return {" ".join(cells[0].split()): cells[1 + place] for cells in parted}
