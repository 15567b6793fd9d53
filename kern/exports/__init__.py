"""Tables as files: one way to write Excel, ODS and CSV, shared by every app.

An app declares a `TabelResource` (what the columns are) and a `Lijst` (who may export it, and which rows belong to a
query string). Pages, the admin and the background task all write through `formaten`.
"""
