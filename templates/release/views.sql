-- How the tables of muster.db are read: these views, and the table readme. One statement ends in a semicolon and a new line.
CREATE VIEW pledges AS
-- One row a pledge that stands, with codes and names instead of numbers. What it amounts to: standings.
SELECT p.key AS pledge, o.code AS operation, c.code AS contributor, c.name AS contributor_name, k.code AS category, k.name AS category_name, k."group" AS category_group, p.item, p.unit, w.key AS part_of, p.caveats
FROM pledge p JOIN operation o ON o.id = p.operation_id JOIN contributor c ON c.id = p.contributor_id JOIN category k ON k.id = p.category_id LEFT JOIN pledge w ON w.id = p.part_of_id
WHERE p.retracted_at IS NULL;
CREATE VIEW statements AS
-- One row a statement that stands, with its pledge and its source. "accepted" is 0 where the record knows of it and does not use it.
SELECT p.pledge, p.operation, p.contributor, p.contributor_name, p.category, p.item, p.unit, p.part_of, s."on", s.precision, s.status, s.quantity_text, s.quantity, s.quantity_low, s.quantity_high, s.until, s.condition, s.speaker, s.evidence, s.accepted, s.note, q.title AS source_title, q.publisher AS source_publisher, q.url AS source_url, q.published_on AS source_published_on, q.kind AS source_kind, q.language AS source_language, s.recorded_at
FROM statement s JOIN pledge x ON x.id = s.pledge_id JOIN pledges p ON p.pledge = x.key JOIN source q ON q.id = s.source_id
WHERE s.retracted_at IS NULL;
CREATE VIEW standings AS
-- What each pledge amounts to from from_on until the day before until_on (null: no end is known), as the record says now. A number that no source gives is null.
SELECT p.pledge, p.operation, p.contributor, p.contributor_name, p.category, p.category_group, p.unit, s.from_on, NULLIF(s.until_on, '9999-12-31') AS until_on, s.stage, s.pending, s.unquantified, CASE WHEN s.unquantified AND s.deployed = 0 THEN NULL ELSE s.deployed END AS deployed, CASE WHEN s.unquantified AND s.committed = 0 THEN NULL ELSE s.committed END AS committed, CASE WHEN s.unquantified AND s.announced = 0 THEN NULL ELSE s.announced END AS announced, CASE WHEN s.unquantified AND s.delivered = 0 THEN NULL ELSE s.delivered END AS delivered, s.promised, s.stated_on
FROM standing s JOIN pledge x ON x.id = s.pledge_id JOIN pledges p ON p.pledge = x.key
WHERE s.recorded_until = '9999-12-31T00:00:00.000000Z';
CREATE TABLE readme (topic TEXT PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO readme VALUES
('1 what this is', 'The public tables of a Muster record: who promised what to a military operation, who delivered, and how we know. CC BY 4.0. PRAGMA user_version is the data version: the number of the last revision.'),
('2 where to begin', 'The views: pledges, statements (one row a source''s word) and standings (what a pledge amounts to from day to day). The tables behind them have the same names in the singular, and hold what was retracted too.'),
('3 a day', 'SELECT contributor, SUM(deployed), SUM(committed), SUM(announced) FROM standings WHERE operation = ''serval'' AND unit = ''people'' AND from_on <= ''2013-01-17'' AND (until_on IS NULL OR until_on > ''2013-01-17'') GROUP BY contributor'),
('4 adding up', 'Add numbers of one unit on one day alone. deployed, committed and announced do not overlap. Sum delivered within one operation only: soldiers who changed operations would count twice.'),
('5 nothing and null', 'A number that no source gives is null, and unquantified is 1. It is not 0.'),
('6 times', 'Days are 2013-01-17, moments are in UTC. In the table standing, until_on 9999-12-31 means that no end is known, and recorded_from and recorded_until say when the record said so.'),
('7 lists and objects', 'aliases and theatre are JSON lists; before and after of the table revision are JSON objects.')
