-- Least privilege in PostgreSQL: who may do what with the ledger, kept by the database and not by us.
--
--   psql -v ON_ERROR_STOP=1 -f deploy/roles.sql portal        as a superuser, after `migrate`; safe to repeat
--
-- portal_owner     owns the tables and migrates; nobody serves with it
-- portal_app       the site and the workers: reads and writes, of the ledger it only adds
-- portal_sealer    besides that gives places and writes checkpoints; `manage.py work seal`
-- portal_eraser    besides that of the application may take body and salt away; `manage.py erase_person`
-- portal_reporter  reads the ledger without bodies, and only the kinds that its transaction has named
--
-- Roles that sign in are made by you and get one of these: CREATE ROLE site LOGIN PASSWORD '…' IN ROLE portal_app;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['portal_owner', 'portal_app', 'portal_sealer', 'portal_eraser', 'portal_reporter'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', name);
        END IF;
    END LOOP;
END $$;
GRANT portal_app TO portal_sealer, portal_eraser;

-- ownership: whoever serves owns nothing, so it can neither alter a table nor drop a trigger
DO $$
DECLARE each record;
BEGIN
    FOR each IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO portal_owner', each.name);
    END LOOP;
END $$;
ALTER FUNCTION ledger_refuse() OWNER TO portal_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal_app, portal_reporter;
GRANT USAGE, CREATE ON SCHEMA public TO portal_owner;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal_app;

-- the ledger: added to, and nothing else
REVOKE ALL ON ledger_entry, ledger_checkpoint, ledger_node, ledger_cosignature, ledger_refusal
    FROM portal_app, portal_sealer, portal_eraser, portal_reporter;
GRANT SELECT, INSERT ON ledger_entry, ledger_cosignature, ledger_refusal TO portal_app;
GRANT SELECT ON ledger_checkpoint, ledger_node TO portal_app;
GRANT INSERT ON ledger_checkpoint, ledger_node TO portal_sealer;
GRANT UPDATE (leaf_index) ON ledger_entry TO portal_sealer;
GRANT UPDATE (body, salt) ON ledger_entry TO portal_eraser;
-- a report never sees what an entry says
GRANT SELECT (id, kind, written_at, commitment, digest, leaf_index) ON ledger_entry TO portal_reporter;
GRANT SELECT ON ledger_checkpoint, ledger_cosignature, ledger_refusal TO portal_reporter;

-- rows: forgotten settings show nothing rather than everything, to the owner too (FORCE)
ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS works ON ledger_entry;
DROP POLICY IF EXISTS reports ON ledger_entry;
DROP POLICY IF EXISTS migrates ON ledger_entry;
CREATE POLICY works ON ledger_entry TO portal_app USING (true) WITH CHECK (true);
CREATE POLICY reports ON ledger_entry FOR SELECT TO portal_reporter
    USING (kind = ANY (string_to_array(current_setting('portal.report_kinds', true), ',')));
-- a migration says so in its transaction: SET LOCAL portal.migrates = 'yes'
CREATE POLICY migrates ON ledger_entry TO portal_owner
    USING (current_setting('portal.migrates', true) = 'yes') WITH CHECK (current_setting('portal.migrates', true) = 'yes');
