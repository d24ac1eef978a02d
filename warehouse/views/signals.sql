-- one row per signal, something to look into and no finding: its kind, its reason, and the documents and stops that show it
SELECT 'far_places_on_one_day' AS signal, reason, entity_id, document_ids, stop_ids FROM signal_far_places_on_one_day
UNION ALL
SELECT 'reports_disagree', reason, entity_id, document_ids, stop_ids FROM signal_reports_disagree
UNION ALL
SELECT 'office_changed', reason, entity_id, document_ids, stop_ids FROM signal_office_changed
UNION ALL
SELECT 'first_visit_in_years', reason, entity_id, document_ids, stop_ids FROM signal_first_visit_in_years
UNION ALL
SELECT 'theme_shift', reason, entity_id, document_ids, stop_ids FROM signal_theme_shift
UNION ALL
SELECT 'stops_fell_silent', reason, entity_id, document_ids, stop_ids FROM signal_stops_fell_silent
