-- The main questions about a map, over the tables that `flowmap export --tables FOLDER` writes. Runs unchanged on DuckDB and on Spark SQL from 4.1 on.
--
-- Load the tables first, and name the fields whose lineage is wanted:
--   CREATE OR REPLACE TEMPORARY VIEW start AS SELECT 'ward_record.date_of_death' AS field;

-- Each organisation, with itself and all that it is part of, directly or indirectly.
CREATE OR REPLACE TEMPORARY VIEW wholes AS
WITH RECURSIVE up(part, whole) AS (
  SELECT id, id FROM organisations
  UNION ALL
  SELECT up.part, organisations.part_of
  FROM up JOIN organisations ON organisations.id = up.whole
  WHERE organisations.part_of IS NOT NULL
)
SELECT part, whole FROM up;

-- The lines that work a value out from fields that the same flow passes as they are: the receiver can do that, so nobody is asked for the value.
CREATE OR REPLACE TEMPORARY VIEW worked_out AS
SELECT derived.flow, derived.line_of_flow
FROM passages AS derived
LEFT JOIN (SELECT DISTINCT flow, source FROM passages WHERE how = 'as it is') AS passed
  ON passed.flow = derived.flow AND passed.source = derived.source
WHERE derived.how = 'derived'
GROUP BY derived.flow, derived.line_of_flow
HAVING COUNT(*) = COUNT(passed.source);

-- Each duty of a respondent to fill one field of one collection. An organisation's own systems make no requests of it, nor does the record of a
-- body that it is part of. Neither do systems that nobody fills, nor records of others without a legal basis. Identifiers and context are left out.
CREATE OR REPLACE TEMPORARY VIEW requests AS
SELECT flows.respondent, fields.term, flows.to_system AS collection, passages.target AS field, passages.source, flows.id AS flow,
  flows.justified IS NOT NULL AS is_on_purpose
FROM flows
JOIN systems ON systems.id = flows.to_system
JOIN passages ON passages.flow = flows.id
JOIN fields ON fields.id = passages.target
JOIN terms ON terms.id = fields.term
LEFT JOIN worked_out ON worked_out.flow = passages.flow AND worked_out.line_of_flow = passages.line_of_flow
LEFT JOIN wholes AS below ON below.part = systems.owner AND below.whole = flows.respondent
LEFT JOIN wholes AS above ON above.part = flows.respondent AND above.whole = systems.owner AND systems.kind = 'record'
WHERE flows.stands AND flows.respondent IS NOT NULL
  AND COALESCE(systems.kind, 'other') NOT IN ('publication', 'analysis', 'linkage')
  AND (COALESCE(systems.kind, 'other') <> 'record' OR flows.basis IS NOT NULL)
  AND passages.is_direct AND passages.part = 1 AND passages.source IS NOT NULL
  AND NOT terms.is_context AND worked_out.flow IS NULL
  AND below.part IS NULL AND above.part IS NULL;

-- What a respondent is asked for by two or more collections. What is asked of a body that it is part of, or of a part of it, counts too.
-- `finding` names the finding of flowmap, and `certainty` says how sure it is. Where they are empty, flowmap takes it for no repeat: the collections ask about different
-- people, one passes the value on to the other, one act of supplying fills both, only a copy is passed on, or the finding on the whole body says it.
CREATE OR REPLACE TEMPORARY VIEW asked_twice AS
WITH asked AS (
  SELECT DISTINCT respondent, term, collection FROM requests WHERE NOT is_on_purpose
), own AS (
  SELECT DISTINCT respondent, term FROM asked
), counted AS (
  SELECT own.respondent, own.term, asked.collection
  FROM own
  JOIN wholes ON wholes.part = own.respondent
  JOIN asked ON asked.respondent = wholes.whole AND asked.term = own.term
  UNION
  SELECT own.respondent, own.term, asked.collection
  FROM own
  JOIN wholes ON wholes.whole = own.respondent
  JOIN asked ON asked.respondent = wholes.part AND asked.term = own.term
), several AS (
  SELECT respondent, term, COUNT(*) AS collections FROM counted GROUP BY respondent, term HAVING COUNT(*) > 1
)
SELECT several.respondent, several.term, several.collections, findings.name AS finding, findings.certainty
FROM several
LEFT JOIN findings ON findings.rule = 'repeated-request'
  AND findings.name = concat('repeated-request/', several.respondent, '/', several.term);

-- The terms of an organisation's own systems and of those of its parts.
CREATE OR REPLACE TEMPORARY VIEW own_terms AS
SELECT DISTINCT wholes.whole AS organisation, fields.term
FROM fields
JOIN systems ON systems.id = fields.system
JOIN wholes ON wholes.part = systems.owner
WHERE fields.is_usable;

-- The terms that are published: everyone can use them.
CREATE OR REPLACE TEMPORARY VIEW published_terms AS
SELECT DISTINCT fields.term
FROM fields JOIN systems ON systems.id = fields.system
WHERE fields.is_usable AND systems.kind = 'publication';

-- Which terms an organisation can use at all: its own, and those that are published. On a large map it has many rows.
CREATE OR REPLACE TEMPORARY VIEW usable AS
SELECT organisation, term FROM own_terms
UNION
SELECT organisations.id AS organisation, published_terms.term
FROM published_terms CROSS JOIN organisations;

-- The terms of a need for which somebody who must answer can use no field at all.
CREATE OR REPLACE TEMPORARY VIEW needs_without_source AS
SELECT DISTINCT need_terms.need, need_askers.organisation AS asker, need_terms.term
FROM need_terms
JOIN need_askers ON need_askers.need = need_terms.need
LEFT JOIN own_terms ON own_terms.organisation = need_askers.organisation AND own_terms.term = need_terms.term
LEFT JOIN published_terms ON published_terms.term = need_terms.term
WHERE own_terms.term IS NULL AND published_terms.term IS NULL;

-- The source and target fields of all flows that stand.
CREATE OR REPLACE TEMPORARY VIEW links AS
SELECT DISTINCT passages.source, passages.target
FROM passages JOIN flows ON flows.id = passages.flow
WHERE flows.stands AND passages.source IS NOT NULL;

-- All fields that values of a start come from, with the least number of hops. Spark follows 100 hops at most, so both stop at 90, which also
-- ends circles: no row with 90 hops means that nothing was cut off.
CREATE OR REPLACE TEMPORARY VIEW lineage_up AS
WITH RECURSIVE walk(start, field, hops) AS (
  SELECT field, field, 0 FROM start
  UNION ALL
  SELECT DISTINCT walk.start, links.source, walk.hops + 1
  FROM walk JOIN links ON links.target = walk.field
  WHERE walk.hops < 90
)
SELECT start, field, MIN(hops) AS hops FROM walk GROUP BY start, field;

-- The same the other way: all fields that values of a start go to.
CREATE OR REPLACE TEMPORARY VIEW lineage_down AS
WITH RECURSIVE walk(start, field, hops) AS (
  SELECT field, field, 0 FROM start
  UNION ALL
  SELECT DISTINCT walk.start, links.target, walk.hops + 1
  FROM walk JOIN links ON links.source = walk.field
  WHERE walk.hops < 90
)
SELECT start, field, MIN(hops) AS hops FROM walk GROUP BY start, field;
