"""taizhang (台账, the ledger): government reports into a warehouse that can be trusted."""

__version__ = "0.1.0"
