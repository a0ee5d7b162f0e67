# The corrections desk.
cases-heading = Corrections
cases-lists = Reports and statements
cases-open-n = { $n ->
    [0] Nothing to decide.
    [one] One to decide.
   *[other] { $n } to decide.
 }
cases-tab-open = To decide
cases-tab-decided = Decided
cases-in-a-year = in a year
cases-none-open = Nobody reports an error and nobody asks for a statement.
cases-none-decided = Nothing has been decided yet.
cases-more = More
cases-back = All reports
cases-clock = The clock of statements
cases-clock-help = Law 47/1948 (article 8) wants a statement printed within two days of the request: we count { $n } hours from when it comes. A report of an error has no deadline, but its sender waits.
cases-figures = In figures
cases-figures-help = Last { $n } days. Readers see them on the page of corrections.
cases-corrections = Corrections published
cases-reports = Reports decided
cases-led = Led to a correction
cases-from-report = From report to correction, usually
cases-minutes = { $h ->
    [0] { $m } min
   *[other] { $h } h { $m } min
 }
clock-left = { $h ->
    [0] { $m ->
        [one] One minute left
       *[other] { $m } minutes left
     }
    [one] One hour left
   *[other] { $h } hours left
 }
clock-over = { $h ->
    [0] Overdue by less than an hour
    [one] Overdue by one hour
   *[other] Overdue by { $h } hours
 }
case-subject-error = Report of an error
case-subject-reply = Request for a statement
case-state-open = To decide
case-state-answered = Answered: the article stays as it is
case-state-corrected = Corrected
case-state-replied = Statement printed
case-state-refused = Refused
case-nobody = A reader without a name
case-decided = { $by }, { $when }
case-said = What was reported
case-said-statement = What is asked for
case-passage = The passage
case-words = The reader’s words
case-statement = The statement
case-answered = What we answered
case-led-to = Version { $n } changed it.
case-stands = The article as it stands
case-stands-text = Text of the article
case-version = Version { $n }, { $when }.
case-version-then = The reader saw version { $n }.
case-passage-gone = The passage reported is no longer there in that form.
case-correct = Correct
case-correct-help = Open the article, change the passage and publish: the correction closes this report by itself, and its sender reads so.
case-correct-go = Correct the article
case-print = Print the statement
case-print-help = It goes out word for word with the article, under the name of who makes it, and stays on all later versions.
case-print-note = Note of the newsroom
case-print-note-help = Optional; readers see it beside the statement.
case-print-go = Print the statement
case-no = Answer no
case-no-help = The sender reads the answer at the address they were given.
case-no-help-statement = Whoever asked reads why. If the statement is due, the law asks you to print it.
case-no-text = The answer, with the reason
case-no-go = Refuse
case-answer-go = Answer, the article stays as it is
case-link = It is corrected already
case-link-help = The article has changed since: say which version mends it.
case-link-which = Version
case-link-go = Close with this version
case-article = The article
case-article-desk = Open at the desk
case-see = See the report
case-at-hand = You are correcting for a report:
case-at-hand-statement = You are correcting for a request for a statement:
case-class-first = first publication
case-class-typo = typo
case-class-style = style
case-class-update = update
case-class-correction = correction
case-class-clarification = clarification
case-class-reply = statement
case-class-withdrawal = withdrawal
case-class-kill = kill
case-class-restoration = reinstatement
case-class-placing = placing
case-class-legal = redacted by law
case-class-rights = rights
done-case-answer = Answered: the report is closed.
done-case-refuse = Refused, with the reason.
done-case-print = Statement printed with the article.
done-case-link = Report closed with that version.

# The kill switch.
kill-lead = If the article must not be anywhere any more: a page says what happens, and asks you to confirm.
kill-open = Kill for everybody…
kill-heading = Kill for everybody
kill-back = Back to the article
kill-does = What happens
kill-out-since = out since { $when }
kill-where-page = Page
kill-does-page = Answers 410: in place of the article stands only the notice with the reason.
kill-where-feeds = Feeds
kill-does-feeds = Subscribers receive the notice of the kill in place of the text.
kill-where-search = Search and lists
kill-does-search = No front, section, list or search of the title names it any more.
kill-where-sitemap = Sitemap
kill-does-sitemap = Its address leaves it: search engines learn that it is gone.
kill-where-api = API
kill-does-api = Answers 410 with the reason, on every title it was placed on.
kill-where-record = Record
kill-does-record = The history stays with the newsroom, with your name and the reason. A director can bring it back.
kill-rather-withdraw = If it is enough to say that the text no longer stands, withdraw it: the page stays and says so.
kill-go-heading = Confirm
kill-why-help = For example: it gives away details of a minor.
kill-sure = I have read what happens: kill it for everybody
kill-not-sure = To kill it, tick “I have read what happens”.
kill-proof = If you have not confirmed who you are lately, we ask; then you come back here with the reason as you wrote it.
kill-cannot = There is nothing to kill: the article is “{ $stage }”.

# The right to be forgotten.
measures-heading = Right to be forgotten
measures-open-n = { $n ->
    [0] Nothing to decide.
    [one] One request to decide.
   *[other] { $n } requests to decide.
 }
measures-tab-open = To decide
measures-tab-standing = In force
measures-tab-refused = Refused
measures-tab-lifted = Lifted
measures-none = No requests.
measures-of-article = Requests about this article
measures-back = All requests
measures-about = What can be done
measures-about-clock = European law (GDPR, article 12) wants an answer within a month of the request. An archive is not erased: each case is decided by itself, with the reason.
measure-kind-deindex = De-index
measure-kind-anonymise = Take a name out
measure-does-deindex = The page stays at its address and can be read; it leaves search engines, the sitemap, feeds, lists and readers’ search. The newsroom still finds it. Readers are not told why.
measure-does-anonymise = The name goes from headline, text, captions, comments and every version, and cannot be put back. Readers see the date, and that a name was removed at request.
measure-left = { $n ->
    [0] Less than a day left
    [one] One day left
   *[other] { $n } days left
 }
measure-over = { $n ->
    [0] Overdue
    [one] Overdue by one day
   *[other] Overdue by { $n } days
 }
measure-state-open = To decide
measure-state-standing = In force
measure-state-refused = Refused
measure-state-lifted = Lifted
measure-ask = Put a request on the record
measure-ask-go = Keep it
measure-what = What is asked
measure-came = It came
measure-came-help = When it came; now, if you do not say.
measure-due = To be decided by
measure-asker = Who asks
measure-asker-help = Seen only by who decides. Erased by itself { $n } days after the decision.
measure-asker-gone = Who asked has been erased.
measure-words = In their words
measure-asked = The request
measure-decide = Decide
measure-reason-help = It stays on the audit trail, with your name. Readers do not see it.
measure-names-help = One a line, in every form it has in the text: first name and surname, surname alone.
measure-instead-help = The initials, if you do not say.
measure-ends = Until
measure-ends-help = For good, if you do not say.
measure-ends-at = Until { $when }.
measure-places = { $n ->
    [one] Taken out in one place.
   *[other] Taken out in { $n } places.
 }
measure-accept-go = Accept
measure-refuse-go = Refuse
measure-lift = Lift it
measure-lift-help = The article is on lists, in search and in the sitemap again.
measure-lift-go = Lift the measure
measure-lifted = Lifted { $when }. { $by }
measure-stands = By the right to be forgotten this article is in no search engine, list or readers’ search. Its page stays.
measure-open = Right to be forgotten…
measure-lead = If somebody asks that the article is not found by their name any more.
done-measure-ask = Request kept.
done-measure-accept = Accepted: it holds for every reader now.
done-measure-refuse = Refused, with the reason.
done-measure-lift = Lifted: the article is found again.
