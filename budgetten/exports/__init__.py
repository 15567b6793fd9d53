"""Files made from the ledger: workbooks, documents, exports."""
