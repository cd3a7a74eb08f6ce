"""What an archive PDF (PDF/A-2a) still needs to be an accessible one (PDF/UA-1) at the same time.

Archive files may carry foreign marks in their metadata only when a schema beside them says what the marks mean
(ISO 19005-2, 6.6.2.3); the mark of PDF/UA is such a foreign one (ISO 14289-1, clause 5).
"""

from typing import Any
from xml.sax.saxutils import escape

_MARK = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END = b"</rdf:RDF>"
_PACKET = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title></rdf:Description>
%s</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def metadata(title: str) -> bytes:
    """The metadata of a file that follows both norms, with its title."""
    return _PACKET % (escape(title).encode(), _MARK)


def finish(document: Any, pdf: Any) -> None:
    """Complete a laid-out document before it is written: the mark of PDF/UA, readable metadata, scopes of headings."""
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    stream.stream = [part.replace(_END, _MARK + _END) for part in stream.stream]
    stream.compress = False
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("S") == "/TH" and "A" in entry:
            entry["A"]["Scope"] = "/Row" if _heads_a_row(pdf, entry) else "/Column"


def _heads_a_row(pdf: Any, heading: Any) -> bool:
    """Whether a heading stands in a row together with cells; a row of headings alone heads its columns."""
    row = pdf.objects[int(heading["P"].split()[0])]
    return any(pdf.objects[int(cell.split()[0])]["S"] == "/TD" for cell in row["K"])
