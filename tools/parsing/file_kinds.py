"""Single table of the file kinds that are read, and why the others are not."""

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
EXCEL = "application/vnd.ms-excel"
ODF = "application/vnd.oasis.opendocument"
EPUB = "application/epub+zip"
RTF = "application/rtf"
EMAIL = "message/rfc822"
MBOX = "application/mbox"
NOTEBOOK = "application/x-ipynb+json"
JSON = "application/json"
JSON_LINES = "application/jsonl"
XML = "application/xml"
CSV = "text/csv"
HTML = "text/html"
XHTML = "application/xhtml+xml"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
UNKNOWN = ""
"""Kind of an unlisted ending: decided by content."""

KINDS = {
    "Markdown": (MARKDOWN, ".md .markdown .mkd .mdx"),
    "plain text": (PLAIN, ".txt .text .log .rst .adoc .org .tex .yaml .yml .toml .srt .vtt"),
    "HTML": (HTML, ".html .htm .xhtml"),
    "PDF": (PDF, ".pdf"),
    "Word": (DOCX, ".docx .docm .dotx .dotm"),
    "PowerPoint": (PPTX, ".pptx .pptm .ppsx .ppsm .potx"),
    "Excel": (EXCEL, ".xlsx .xlsm .xlsb .xls"),
    "OpenDocument": (ODF, ".odt .ods .odp .ott .ots .otp"),
    "e-books": (EPUB, ".epub"),
    "rich text": (RTF, ".rtf"),
    "e-mail": (EMAIL, ".eml .mht .mhtml"),
    "mailboxes": (MBOX, ".mbox"),
    "notebooks": (NOTEBOOK, ".ipynb"),
    "tables": (CSV, ".csv .tsv .tab"),
    "JSON": (JSON, ".json .geojson"),
    "JSON lines": (JSON_LINES, ".jsonl .ndjson"),
    "XML": (XML, ".xml .rss .atom"),
}
"""By what people call them: media type and endings. Any other file is read too if its content is text."""

MEDIA_TYPES = {ending: media_type for media_type, endings in KINDS.values() for ending in endings.split()}

_REASONS = {
    "Pictures are not read. Where one holds text, run OCR on it and save that.": (
        ".jpg .jpeg .png .gif .webp .bmp .tif .tiff .heic .heif .avif .ico .svg .psd .ai .eps .raw .cr2 .nef .dng .xcf"
    ),
    "Sound is not read. Save a transcript as text.": ".mp3 .wav .flac .ogg .opus .m4a .aac .wma .aiff .mid",
    "Video is not read. Save its subtitles as .srt or .vtt.": ".mp4 .mkv .mov .avi .webm .wmv .m4v .mpg .mpeg .flv",
    "Archives are not opened. Unpack it into the folder.": (
        ".zip .gz .tgz .bz2 .xz .zst .7z .rar .tar .jar .whl .iso .dmg .deb .rpm .cab"
    ),
    "Programs and their parts are not read.": (
        ".exe .dll .so .dylib .o .a .obj .class .pyc .pyo .wasm .bin .apk .msi .lib .pdb"
    ),
    "Fonts are not read.": ".ttf .otf .woff .woff2 .eot",
    "Databases are not read. Export its tables as .csv.": (
        ".sqlite .sqlite3 .db .mdb .accdb .parquet .feather .arrow .h5 .hdf5 .npy .npz .pkl .pickle .sav .dta .rds"
    ),
    "Old Word files are not read. Save it as .docx.": ".doc .dot",
    "Old PowerPoint files are not read. Save it as .pptx or PDF.": ".ppt .pps",
    "Works files are not read. Save it as .docx.": ".wps",
    "Pages files are not read. Export it as .docx or PDF.": ".pages",
    "Numbers files are not read. Export it as .xlsx or .csv.": ".numbers",
    "Keynote files are not read. Export it as .pptx or PDF.": ".key",
    "OneNote files are not read. Export it as .docx or PDF.": ".one .onetoc2",
    "Outlook files are not read. Save the mail as .eml.": ".msg .pst .ost",
    "It is a link to a document that is kept elsewhere. Download the document into the folder.": (
        ".gdoc .gsheet .gslides .url .webloc .lnk .desktop"
    ),
    "E-books of this kind are not read. Convert it to .epub, for example with Calibre.": (
        ".mobi .azw .azw3 .kfx .lit .fb2 .prc"
    ),
    "Files of this kind are not read. Convert it to PDF.": ".djvu .djv .ps .xps .oxps .chm .vsd .vsdx .pub .dwg",
}

UNREAD = {ending: reason for reason, endings in _REASONS.items() for ending in endings.split()}
"""Endings of files that are not opened at all, and what to do about each."""
