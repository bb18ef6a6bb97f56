"""Reports of a district that does not exist (临江市东湖区), as documents and staged rows, for tests.

    report = Report("2023-plan-report.txt", kind="plan_report", published="2023-01-10", review_year=2022, plan_year=2023)
    report.say("全年地区生产总值{1202.8}亿元", code="gdp", name="地区生产总值", unit="亿元", period=2022)
    report.document, report.staged      # what validate() takes

A numeral in braces becomes an observation; spans, passages, base values and ids are made from the text.
"""

from __future__ import annotations

import hashlib
import json
import re
from decimal import Decimal
from typing import Any

from pipelines.documents.model import Document, Metadata, Passage
from pipelines.lexicon.units import unit_of
from pipelines.validate.schema import tables

REGION = "990102"
REGION_NAME = "临江市东湖区"


def digest(text: str, length: int = 64) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def row(table: str, /, **given: Any) -> dict[str, Any]:
    """A staged row with every column, None (or an empty list) where nothing is given."""
    blank = {c.name: [] if c.sql_type == "varchar[]" else None for c in tables()[table].columns}
    unknown = set(given) - set(blank)
    assert not unknown, unknown
    return {**blank, **given}


class Report:
    """A document in the making and its staged rows."""

    def __init__(
        self,
        source_file: str,
        *,
        kind: str = "plan_report",
        published: str | None = None,
        review_year: int | None = None,
        plan_year: int | None = None,
        title: str = "",
        region: str = REGION,
        region_name: str = REGION_NAME,
    ) -> None:
        self.source_file, self.kind = source_file, kind
        self.document_id = digest(source_file)
        self.region, self.region_name = region, region_name
        self.meta = Metadata(
            title=title or f"关于{region_name}{plan_year or review_year}年计划的报告",
            kind=kind,
            issuer=f"{region_name}发展和改革委员会",
            region_code=region,
            region_name=region_name,
            published_date=published,
            review_year=review_year,
            plan_year=plan_year,
        )
        self.text = ""
        self.expected_quarantine: list[str] = []
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in tables() if name != "quarantine"}

    def passage(self, text: str, *, section: str = "一、情况", role: str = "review", kind: str = "prose") -> int:
        """Add a paragraph; returns its start."""
        start = len(self.text)
        self.text += text + "\n"
        self.rows["passage"].append(
            row(
                "passage",
                document_id=self.document_id,
                passage_no=len(self.rows["passage"]),
                kind=kind,
                section=section,
                section_role=role,
                char_start=start,
                char_end=start + len(text),
                text=text,
            )
        )
        return start

    def say(self, sentence: str, *facts: dict[str, Any], section: str = "一、情况", **common: Any) -> list[str]:
        """Add a sentence whose braced numerals are observations; `facts` say of each what `common` does not.

        Keys: code, name, unit, period (a year or (first, last)), label, measure, statement, qualifier, sign, region,
        origin, table_no, rule, confidence, sector, checks, whole_id. Returns the observation ids.
        """
        plain = re.sub(r"[{}]", "", sentence)
        statement = {**common, **(facts[0] if facts else {})}.get("statement", "actual")
        start = self.passage(plain, section=section, role="plan" if statement == "target" else "review")
        ids, removed = [], 0
        for number, match in enumerate(re.finditer(r"\{([^}]*)\}", sentence)):
            fact = {**common, **(facts[number] if number < len(facts) else {})}
            at = start + match.start() - removed
            removed += 2
            ids.append(self._observe(at, match.group(1), plain, section, fact))
        return ids

    def _observe(self, at: int, printed: str, quote: str, section: str, fact: dict[str, Any]) -> str:
        unit = fact.get("unit", "%")
        known = unit_of(unit)
        value = Decimal(fact.get("value", printed.replace(",", ""))) * fact.get("sign", 1)
        first, last = fact["period"] if isinstance(fact.get("period"), tuple) else (fact.get("period"),) * 2
        observation_id = digest(f"{self.document_id}:{at}:{fact.get('name', '')}", 24)
        self.rows["observation"].append(
            row(
                "observation",
                observation_id=observation_id,
                document_id=self.document_id,
                source_file=self.source_file,
                value_start=at,
                value_end=at + len(printed),
                printed=printed,
                passage_no=self.rows["passage"][-1]["passage_no"],
                table_no=fact.get("table_no"),
                quote=quote,
                section=section,
                indicator_code=fact.get("code"),
                indicator_name=fact.get("name", "某指标"),
                value=value,
                unit=unit,
                value_base=value * known.factor if known else None,
                unit_base=known.base_unit if known else None,
                dimension=known.dimension if known else None,
                measure=fact.get("measure", "level"),
                statement=fact.get("statement", "actual"),
                period_start=first,
                period_end=last,
                period_label=fact.get("label", str(last) if last else None),
                qualifier=fact.get("qualifier", ""),
                scope=fact.get("scope", ""),
                region_code=fact.get("region", self.region),
                region_name=fact.get("region_name", self.region_name),
                sector_code=fact.get("sector", 1),
                origin=fact.get("origin", "prose"),
                rule=fact.get("rule", "G2"),
                confidence=fact.get("confidence", 0.95),
                checks=list(fact.get("checks", ())),
                whole_id=fact.get("whole_id"),
                part=fact.get("part", 1),
                frame=["period|section||", "statement|section||", "region|document||"],
            )
        )
        return observation_id

    def intend(self, sentence: str, part: str, **given: Any) -> None:
        """Add a target without a number: `part` of the sentence is its target_text."""
        start = self.passage(sentence, section="二、目标", role="plan")
        at = start + sentence.index(part)
        self.rows["qualitative_target"].append(
            row(
                "qualitative_target",
                **{
                    "document_id": self.document_id,
                    "char_start": at,
                    "char_end": at + len(part),
                    "quote": sentence,
                    "section": "二、目标",
                    "target_text": part,
                    "measure": "growth",
                    "statement": "target",
                    "region_code": self.region,
                    "origin": "prose",
                    "rule": "Q1",
                    **given,
                },
            )
        )

    def mention(self, sentence: str, name: str, **given: Any) -> str:
        """Add a sentence that names a project; returns the mention's id."""
        start = self.passage(sentence)
        at = start + sentence.index(name)
        mention_id = digest(f"{self.document_id}:{at}", 24)
        self.rows["key_project"].append(
            row(
                "key_project",
                **{
                    "mention_id": mention_id,
                    "document_id": self.document_id,
                    "source_file": self.source_file,
                    "name": name,
                    "full_name": name,
                    "match_key": re.sub(r"(项目|工程)$", "", name).replace("（一期）", "|1期"),
                    "name_start": at,
                    "name_end": at + len(name),
                    "stage": "construction",
                    "statement": "actual",
                    "section": "一、情况",
                    "sector_code": 10,
                    "quote": sentence,
                    "rule": "P1",
                    "confidence": 0.9,
                    **given,
                },
            )
        )
        return mention_id

    def put(self, table: str, /, **given: Any) -> dict[str, Any]:
        """Add a row of any staged table; the document's columns are filled in."""
        own = {"document_id": self.document_id, "source_file": self.source_file}
        columns = {c.name for c in tables()[table].columns}
        self.rows[table].append(row(table, **{k: v for k, v in own.items() if k in columns}, **given))
        return self.rows[table][-1]

    @property
    def document(self) -> Document:
        """The document as the extractors would see it."""
        passages = tuple(Passage(p["passage_no"], p["char_start"], p["char_end"], None) for p in self.rows["passage"])
        return Document(self.document_id, self.source_file, self.text, self.meta, encoding="utf-8", passages=passages)

    @property
    def staged(self) -> dict[str, list[dict[str, Any]]]:
        """The staged rows, the document's own among them."""
        meta = self.meta
        self.rows["document"] = [
            row(
                "document",
                document_id=self.document_id,
                source_file=self.source_file,
                title=meta.title,
                kind=meta.kind,
                issuer=meta.issuer,
                region_code=meta.region_code,
                region_name=meta.region_name,
                published_date=meta.published_date,
                review_year=meta.review_year,
                plan_year=meta.plan_year,
                media_type="text/plain",
                char_count=len(self.text),
                encoding="utf-8",
            )
        ]
        self.rows["document_part"] = [
            row(
                "document_part",
                document_id=self.document_id,
                part=1,
                title=meta.title,
                kind=meta.kind,
                region_code=meta.region_code,
                region_name=meta.region_name,
                published_date=meta.published_date,
                review_year=meta.review_year,
                plan_year=meta.plan_year,
                char_start=0,
                char_end=len(self.text),
            )
        ]
        self.rows["outcome"] = [
            row(
                "outcome",
                document_id=self.document_id,
                source_file=self.source_file,
                step="read",
                success=True,
                counts=json.dumps({"passage": len(self.rows["passage"])}),
                extractor_version="0.1.0+test",
                duration_s=0.01,
            )
        ]
        return self.rows
