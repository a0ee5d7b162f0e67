# The frame of every page.
frame-newsroom = Newsroom
frame-newsroom-of = Newsroom of { $title }
frame-skip = Skip to content
frame-other-title = Change title
frame-sign-out = Sign out
rail-desk = Desk
rail-front = Front page
rail-comments = Comments
rail-cases = Corrections
rail-pictures = Pictures
rail-people = People
rail-figures = Figures
rail-titles = Titles
rail-settings = Settings
rail-waiting = waiting

# Where a request stops.
stopped-nothing = There is nothing here
stopped-nothing-words = The address leads to no page of the newsroom, or to none for you.
stopped-refused = That cannot be done
stopped-signed-out = The session has ended
stopped-signed-out-words = What you wrote is not lost: sign in in another tab, come back here and send it again.
stopped-sign-in = Sign in in another tab
stopped-again = Send again
stopped-typed = What you wrote
stopped-back = Back to the page
stopped-to-desk = Back to the desk

# The door.
sign-in-heading = Sign in to the newsroom
sign-in-passkey = Sign in with a passkey
sign-in-or = or
sign-in-name = Name of the account
sign-in-password = Password
sign-in-forgotten = Forgotten? Whoever keeps the newsroom’s accounts makes you a link to choose another.
sign-in-stay = Stay signed in on this computer for { $n } days
sign-in-enter = Sign in
sign-in-code = Code
sign-in-code-help = The one of your generator, or one of your recovery codes.
sign-in-go-on = Go on
link-heading = Choose your password
link-words = Hello { $name }: your account is called “{ $handle }”.
link-password = New password
link-password-help = At least { $n } characters. A sentence you remember does well; pasting works.
link-again = Once more
link-go = Save and sign in
link-differ = The two passwords are not the same: write them again.

# One's own account.
account-heading = Your account
account-factor-wanted = Your role asks for a second factor: add a code generator or a passkey, then the rest opens.
account-recovery = Recovery codes
account-recovery-once = They are shown only now. Keep them away from this computer: each works once, should you lose the generator.
account-recovery-new = { $n ->
    [one] New recovery codes (one is left)
   *[other] New recovery codes ({ $n } are left)
 }
account-generator-new = Connect the code generator
account-generator-type = Open the code app on your phone, choose to add an account and type this key:
account-generator-open = Or open the key on this device
account-generator-code = The code it shows now
account-generator-confirm = Confirm
account-generator-on = Generator on
account-generator-remove = Remove the generator
account-generator-add = Add a code generator
account-prove = Confirm who you are
account-prove-help = Grave deeds ask for a fresh confirmation: it holds for ten minutes.
account-prove-go = Confirm
account-language = Language of the newsroom
account-keep = Save
account-password = Password
account-password-change = Change the password
account-factor = Second factor
account-sessions = Where you are signed in
account-end-others = End all others
account-end = End
account-browser = Browser
account-network = Network
account-opened = Opened
account-used = Used
account-this-one = this one
done-out = You have signed out. See you soon.
done-account-language = Language saved.
done-account-password = Password changed. The other sessions have ended.
done-account-remove-generator = Generator removed.
done-account-end = Session ended.
done-account-end-others = The other sessions have ended.

# The desk.
desk-heading = Desk
desk-new = New article
desk-find = Search the articles
desk-find-go = Search
desk-filter = Filter
desk-all-sections = All sections
desk-section = Section
desk-hands = Whose
desk-hands-all = Everybody’s
desk-hands-mine = Mine
desk-hands-nobody = Nobody’s
desk-empty = There is no article here.
desk-characters = { $n ->
    [one] one character
   *[other] { $n } characters
 }
desk-blocks = { $n ->
    [0] In order
    [one] one block
   *[other] { $n } blocks
 }
desk-warnings = { $n ->
    [one] one warning
   *[other] { $n } warnings
 }
desk-cases = { $n ->
    [one] one report
   *[other] { $n } reports
 }
desk-open-writing = { $name } is writing
desk-open-reading = { $name } is reading
desk-due = by { $when }
desk-out = out { $when }
desk-embargo = Embargo until { $when }
desk-assigned = assigned to { $name }
desk-saved = { $who }, { $when }
desk-next = More articles
desk-choose-title = Choose a title
desk-no-title = Your account has no role on any title yet: ask whoever keeps the accounts.
desk-stages = Articles by stage
desk-bell = For you
desk-bell-empty = Nothing new.
desk-bell-seen = Mark as seen
ring-assigned = { $by } assigned it to you
ring-mentioned = { $by } mentioned you
ring-noted = { $by } left a note
ring-moved = { $by } moved it
ring-published = { $by } published it
ring-taken-away = { $by } took it away
ring-held = { $by } held it
ring-spiked = { $by } spiked it
ring-refused = It did not go out on time
ring-reported = A reader reports an error
ring-statement = A request for a statement
stage-idea = Ideas
stage-writing = In writing
stage-desk = At the desk
stage-approved = Approved
stage-scheduled = Scheduled
stage-live = Live
stage-correct = To be corrected
stage-spiked = Spiked
stage-draft = Draft
stage-withdrawn = Withdrawn
stage-killed = Killed
desk-keys = Keys
desk-key-move = up and down the list
desk-key-open = open the article
desk-key-new = new article
desk-key-find = search
desk-key-enter = Enter

# The article.
piece-untitled = No headline yet
piece-heading = Write: { $headline }
piece-saved = Saved { $when }, { $who }
piece-save = Save
piece-publish = Publish…
piece-preview = Preview
piece-held = Held: { $why }
piece-due = Goes out { $when }
piece-blocks = { $n ->
    [0] Nothing blocks it
    [one] one block
   *[other] { $n } blocks
 }
piece-markdown = Written in Markdown: an empty line between paragraphs, ## for a crosshead, [@1] for source 1.
piece-panel = The article’s card
piece-checks = Before publishing
piece-no-findings = All in order.
piece-card = Card
piece-choose = Choose…
piece-byline-help = One name a line; for who did something else: Lea Moranti (photo), (translation), (data), (editing).
piece-signed = It is signed
piece-no-topics = This title has no topics yet.
piece-desk-note-help = Read by the newsroom only.
piece-more = More
piece-quiet = Text only
piece-language-help = Empty: that of the title.
piece-source = Source { $n }
piece-source-more = Date, state, confidentiality
piece-source-text-help = The source’s text, pasted for comparison. It is never published.
piece-picture-id = Picture
piece-picture-help = Its name in the library.
piece-alt-help = What it shows, for those who cannot see it.
piece-described = The caption says it all
piece-deeds = Other deeds
piece-see-page = See the page
piece-unreadable = “{ $typed }” cannot be read in the field { $field }: mend it and save again. All else is still here.
piece-clash = While you were writing { $by } saved the same passage. Nothing is lost: below is your text joined with theirs; where they clash yours stands. Look at the differences and save.
piece-clash-field = { $field }: the version of { $by }
piece-phase = Stage
piece-move = Move
piece-assign = Assigned to
piece-assign-go = Assign
piece-deadline = Due
piece-deadline-go = Set
piece-notes = Notes of the desk
piece-note-new = New note (@name tells somebody)
piece-note-add = Leave the note
piece-note-settle = Settled
piece-saves = Saves
piece-saves-see = All saves
finding-block = Block:
finding-warning = Warning:
field-kicker = Kicker
field-headline = Headline
field-standfirst = Standfirst
field-body = Text
field-kind = Kind
field-section = Section
field-byline = Byline
field-byline-reason = Unsigned because
field-dateline-place = Place
field-dateline-date = Day
field-ai = Use of artificial intelligence
field-ai-note = How we declare it
field-reviewer = Second reader
field-topics = Topics
field-desk-note = Note to the desk
field-language = Language
field-series = Series
field-sponsor = Sponsor
field-rights = Rights
field-sources = Sources
field-own-reporting = We were there
field-source-kind = What it is
field-source-name = Name
field-source-note = How (page, telephone, time)
field-source-url = Address
field-source-released = Released
field-source-state = Controlled by a state
field-source-contract = Under contract
field-source-consent-by = Consent of
field-source-consent-date = Consent on
field-source-text = Text of the source
field-picture = Opening picture
field-picture-alt = Description
field-picture-caption = Caption
field-picture-credit = Credit
field-picture-licence = Licence
field-picture-source-type = How it was made
reason-desk = it is the desk’s
reason-agency = it is an agency’s text
reason-protected = the author must be protected
ai-none = None
ai-assisted = Assisted
ai-generated = Text or pictures generated
source-agency = Agency
source-document = Document
source-interview = Interview
source-witness = Witness
source-outlet = Other outlet
source-dataset = Data
source-press_release = Press release
source-phone = Telephone call
source-event = Meeting, sitting, match
source-confidential = Confidential
source-other = Other
kind-news = News
kind-brief = Brief
kind-analysis = Analysis
kind-opinion = Opinion
kind-interview = Interview
kind-live = Live
kind-service = Service
kind-listing = Listing
kind-obituary = Obituary
kind-letter = Letter
kind-gallery = Gallery
kind-agency = Agency text
kind-press_release = Press release
kind-satire = Satire
kind-sponsored = Sponsored content
made-unsaid = Not said
made-digitalCapture = Digital photograph
made-negativeFilm = Negative film
made-positiveFilm = Positive film
made-print = Scanned print
made-humanEdits = Retouched by a person
made-compositeCapture = Composite of photographs
made-algorithmicallyEnhanced = Enhanced by a program
made-digitalCreation = Digital drawing
made-dataDrivenMedia = Chart made of data
made-screenCapture = Screenshot
made-compositeWithTrainedAlgorithmicMedia = Composite with generated parts
made-trainedAlgorithmicMedia = Generated by artificial intelligence
made-algorithmicMedia = Generated by a program
deed-hold = Hold
deed-hold-why = Why it is held
deed-release = Release
deed-spike = Spike
deed-spike-why = Why it is spiked
deed-withdraw = Withdraw
deed-withdraw-why = Why it is withdrawn (readers will read it)
deed-kill = Kill for everybody
deed-kill-why = Why it is killed (readers will read it)
deed-restore = Reinstate
deed-restore-why = Why it comes back
deed-unschedule = Take off the schedule
deed-discard = Throw this draft away
done-saved = Saved.
done-hold = The article is held.
done-release = The article is released.
done-spike = The article is spiked.
done-withdraw = The article is withdrawn: a notice stands in its place.
done-kill = The article is killed on page, feeds, search, sitemap and API.
done-restore = The article is back.
done-unschedule = It will not go out by itself.
done-discard = The draft is gone; what is out stays.
done-move = Moved.
done-assign = Assigned.
done-due = Set.
done-note = Note left.
done-settle = Note settled.
done-name = Save named.
done-return = That save is the working text again.

# The publish panel.
publish-heading = Publish
publish-back = Back to the article
publish-nothing-new = There is nothing new to publish: what can be read is out already.
publish-embargoed = Under embargo until { $when }.
publish-class = What changes?
publish-note = Note readers will read
publish-note-help = A correction or clarification needs one: say what was wrong and what is right.
class-update = Update
class-update-help = there is more to report
class-correction = Correction
class-correction-help = something was wrong
class-clarification = Clarification
class-clarification-help = something misled
class-typo = Typo
class-typo-help = the meaning stays
class-style = Style
class-style-help = the words, not the facts
publish-will-change = What readers will see change
publish-no-change = Nothing: the text is the one that is out.
publish-blocks = { $n ->
    [one] block
   *[other] blocks
 }
publish-warnings = { $n ->
    [one] warning
   *[other] warnings
 }
publish-see-warnings = The warnings
publish-override = Override this block
publish-override-reason = Why you override it
publish-override-help = The reason stays on the audit trail, with your name, and is counted.
publish-when = When
publish-now = As soon as I press the button
publish-at = At a set time
publish-embargo = Under embargo: not before
publish-at-when = Day and time
publish-zone = Time of { $zone }
publish-where = Where
publish-section-on = Section on { $title }
publish-go = Publish
publish-may-not = Who may publish it does: you can send it to the desk.
done-published = Published: readers see it already.
done-scheduled = Scheduled.
done-embargoed = Embargo set.

# The saves and their differences.
saves-heading = Saves
saves-compare = Compare
saves-from = From
saves-to = To
saves-save = Save { $n }, { $when }, { $by }
saves-revision = Published version { $n }
saves-working = the one of now
saves-difference = What changed
saves-same = The words are the same.
saves-counted = Words added: { $added }. Removed: { $removed }.
saves-name = Give it a name
saves-name-go = Save the name
saves-return = Go back to this one
saves-older = Older

# The preview.
look-heading = Preview
look-title = Title
look-at = As of
look-width = Width
look-show = Show
look-frame = The page as readers will see it

# Passkeys.
account-passkeys = Passkeys
account-passkey-none = A passkey is the key of your phone or computer: you sign in without typing anything, and nobody can talk you out of it.
account-passkey-name = Name of the passkey
account-passkey-add = Add a passkey
account-passkey-remove = Remove
account-passkey-prove = Confirm with a passkey
done-account-remove-passkey = Passkey removed.
look-lend = A secret address
look-lend-help = Whoever receives it reads the preview without an account: the person interviewed, the lawyer. No search engine finds it, it ends by itself and you close it when you like.
look-lent = Here is the address: it is shown only now.
look-days = Good for
look-days-n = { $n ->
    [one] one day
   *[other] { $n } days
 }
look-lend-go = Make the address
look-lent-by = { $by }, { $made }; good until { $ends }
look-end = End
done-preview-ended = The secret address opens no more.

# Who has forgotten a password; one's own address.
sign-in-forgotten-mail = Forgotten your password?
forgotten-heading = Choose another password
forgotten-words = We send you a link. { $n ->
    [one] It works for an hour, once.
   *[other] It works for { $n } hours, once.
 }
forgotten-name = Account name or e-mail
forgotten-help = The link goes to the address your account has in the newsroom.
forgotten-go = Send me the link
forgotten-back = Back to signing in
done-forgotten = If there is an account of that name and it has an address, a link is on its way to it. It may take a minute; look among unwanted mail as well.
account-address = E-mail address
account-address-help = Links to another password and word of changes to the account come here. The old address is told of the change, too.
account-address-no-mail = No mail goes out from this installation for now.
done-account-address = Address saved. The other sessions have ended.

search-heading = Search the texts
search-words = Words to look for
search-help = “An exact phrase”, -without, by:name, section:news, topic:harbour, source:agency, headline:word
search-everywhere = All titles of the network
search-in-work = In work
search-out = Published
search-count = { $n ->
    [one] 1 result
   *[other] { $n } results
}
search-nothing = Nothing has these words
search-made = The search is being made anew and cannot answer for the moment. Try again in a minute.
desk-search = Search whole texts and the archive
palette-search = Search the texts for “{ $words }”

# Live coverage.
entry-heading = Live coverage
entry-new = New entry
entry-by = Signed by
entry-by-help = Left empty, those who sign the article.
entry-key = One of the key points, shown above all entries
entry-add = Publish the entry
entry-close = End the coverage
entry-close-help = The article becomes news, with all its entries. What is in the form is not published.
entry-open = Add an entry…
done-live-entry = The entry is out.
done-live-closed = The coverage has ended: the article is news.
