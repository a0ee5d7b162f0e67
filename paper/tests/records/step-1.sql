-- A record as the first step of migrations left it, with a little of everything later steps touch. ~'…' are bytes.
INSERT INTO migrations (step, name, taken_at) VALUES (1, '0001 the record', 1772438400000000);
INSERT INTO network (id, name, created_at) VALUES (~'0192f0c0000070008000000000000009', 'Harbour Press', 1772438400000000);
INSERT INTO titles (id, key, name, motto, language, zone, permalink, theme, settings, imprint, position, created_at) VALUES
    (~'0192f0c0000070008000000000000003', 'gazette', 'Harbour Gazette', '', 'it', 'Europe/Rome', '/{yyyy}/{mm}/{dd}/{slug}',
     'broadsheet', '{"comments":{"open":true,"held":true}}', '{}', 1, 1772438400000000);
INSERT INTO hosts (host, title_id, main) VALUES ('gazette.test', ~'0192f0c0000070008000000000000003', 1);
INSERT INTO sections (id, title_id, parent_id, slug, name, lead, position) VALUES
    (~'0192f0c0000070008000000000000004', ~'0192f0c0000070008000000000000003', NULL, 'news', 'News', '', 1);
INSERT INTO accounts (id, handle, name, email, active, created_at) VALUES
    (~'0192f0c0000070008000000000000005', 'ines', 'Ines Vidal', '', 1, 1772438400000000);
INSERT INTO grants (id, account_id, role, title_id, section_id, granted_at, granted_by) VALUES
    (~'0192f0c0000070008000000000000006', ~'0192f0c0000070008000000000000005', 'director', NULL, NULL, 1772438400000000, 'system');
-- Published, pinned until the evening, with a comment.
INSERT INTO articles (id, home_title_id, state, hold, revision_id, revision_count, first_published_at, modified_at,
                      translation_group, created_at, created_by) VALUES
    (~'0192f0c0000070008000000000000002', ~'0192f0c0000070008000000000000003', 'live', '', ~'0192f0c0000070008000000000000007', 1,
     1772438400000000, 1772442000000001, NULL, 1772438400000000, 'Ines Vidal');
INSERT INTO revisions (id, article_id, number, previous_id, class, note, content, salt, commitment, previous_commitment, at,
                       editor, account_id, redacted_at) VALUES
    (~'0192f0c0000070008000000000000007', ~'0192f0c0000070008000000000000002', 1, NULL, 'first', '', '{content}', ~'{salt}',
     ~'{commitment}', NULL, 1772442000000001, 'Ines Vidal', ~'0192f0c0000070008000000000000005', NULL);
INSERT INTO placements (id, article_id, title_id, section_id, slug, path, headline, comments, original, revision_id, card, listed,
                        first_published_at, modified_at, placed_at, displaced_at) VALUES
    (~'0192f0c0000070008000000000000008', ~'0192f0c0000070008000000000000002', ~'0192f0c0000070008000000000000003',
     ~'0192f0c0000070008000000000000004', 'perla', '/2026/03/02/perla', '', 1, 1, ~'0192f0c0000070008000000000000007',
     '{"language":"it","headline":"Il traghetto «Perla» riparte","kicker":"","standfirst":"","kind":"press_release","byline":[],"byline_reason":null,"sponsor":null,"ai":null,"picture":null,"corrected":false,"state":"live"}',
     1, 1772438400000000, 1772442000000001, 1772438400000000, NULL);
INSERT INTO addresses (title_id, path, placement_id, since) VALUES
    (~'0192f0c0000070008000000000000003', '/2026/03/02/perla', ~'0192f0c0000070008000000000000008', 1772438400000000);
INSERT INTO pins (title_id, slot, position, placement_id, until_at) VALUES
    (~'0192f0c0000070008000000000000003', 'lead', 0, ~'0192f0c0000070008000000000000008', 1772488800000000);
INSERT INTO comments (id, placement_id, parent_id, name, text, state, at, decided_by) VALUES
    (~'0192f0c000007000800000000000000a', ~'0192f0c0000070008000000000000008', NULL, 'Orfeo', 'Era ora.', 'approved',
     1772442000000001, 'Ines Vidal');
-- A draft, saved three times, whose original was given a headline of its own.
INSERT INTO articles (id, home_title_id, state, hold, revision_id, revision_count, first_published_at, modified_at,
                      translation_group, created_at, created_by) VALUES
    (~'0192f0c000007000800000000000000b', ~'0192f0c0000070008000000000000003', 'draft', '', NULL, 0, NULL, NULL, NULL,
     1772438400000000, 'Ines Vidal');
INSERT INTO drafts (article_id, copy, version, stage, saved_at, saved_by, fault) VALUES
    (~'0192f0c000007000800000000000000b', '{copy}', 3, 'writing', 1772438400000000, 'Ines Vidal', '');
INSERT INTO placements (id, article_id, title_id, section_id, slug, path, headline, comments, original, revision_id, card, listed,
                        first_published_at, modified_at, placed_at, displaced_at) VALUES
    (~'0192f0c000007000800000000000000c', ~'0192f0c000007000800000000000000b', ~'0192f0c0000070008000000000000003',
     ~'0192f0c0000070008000000000000004', '', NULL, 'Ferry stops tomorrow', 1, 1, NULL, NULL, 0, NULL, NULL, 1772438400000000,
     NULL);
