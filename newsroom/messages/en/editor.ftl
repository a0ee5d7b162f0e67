# The text: what the editor says. Plain messages; { $name } is put in by the program.

# Names
editor-text = Text
editor-placeholder = Write here. Press / for crossheads, pictures, sources.
editor-toolbar = Format
editor-close = Close
editor-change = Change
editor-more = More
editor-somebody = Somebody else

# Bar
editor-crosshead = Crosshead
editor-crosshead-3 = Minor crosshead
editor-paragraph = Paragraph
editor-bold = Bold
editor-italic = Italic
editor-link = Link
editor-list = List
editor-numbers = Numbered list
editor-quote = Quotation
editor-source = Source
editor-note = Note to the text
editor-picture = Picture
editor-insert = Insert
editor-undo = Undo
editor-redo = Redo
editor-code = Code
editor-sub = Subscript
editor-sup = Superscript
editor-lang = Language of the words
editor-move-up = Move up
editor-move-down = Move down
editor-quiet = Text only
editor-quiet-on = Text only
editor-quiet-off = Text and panel

# Insert
editor-insert-open = Menu open: choose with the arrows, Enter inserts.
editor-insert-crosshead = Crosshead
editor-insert-crosshead-help = Divides the text
editor-insert-list = List
editor-insert-list-help = Bulleted items
editor-insert-numbers = Numbered list
editor-insert-numbers-help = Items in order
editor-insert-quote = Quotation
editor-insert-quote-help = Words reported, with who said them
editor-insert-pull = Pull quote
editor-insert-pull-help = Words of the text, lifted out
editor-insert-source = Source
editor-insert-source-help = Document, interview, figure: listed at the end with its number
editor-insert-picture = Picture
editor-insert-picture-help = From the archive or this computer
editor-insert-gallery = Gallery
editor-insert-gallery-help = Several pictures together
editor-insert-table = Table
editor-insert-table-help = Rows and columns
editor-insert-aside = Box
editor-insert-aside-help = A panel beside the text
editor-insert-rule = Divider
editor-insert-rule-help = Changes the scene
editor-insert-embed = Embed
editor-insert-embed-help = A video or post of another site, as a link
editor-insert-note = Note to the text
editor-insert-note-help = Printed at the end, numbered
editor-insert-code = Code
editor-insert-code-help = Lines that stay as they are

# Link
editor-link-address = Address, or words of an article
editor-link-help = Type a few words to search this title’s articles.
editor-link-words = Words of the link
editor-link-hits = Articles found
editor-link-wrong = This is not an address. Type https://… or choose an article.
editor-link-put = Put the link
editor-link-remove = Remove the link

# Sources
editor-source-none = The article has no sources yet. Add them in the Sources panel.
editor-source-lost = Source { $n } is missing

# Pictures
editor-picture-search = Search the archive
editor-picture-upload = Or choose a file
editor-picture-searching = Searching…
editor-picture-none = No picture with these words.
editor-picture-sending = Uploading the picture…
editor-picture-failed = The picture did not arrive. Try again.
editor-picture-undescribed = No description
editor-picture-words = Description, credit, licence
editor-picture-alt = Description for those who cannot see it
editor-picture-alt-help = Say what the picture shows, in one sentence.
editor-picture-described = The caption says it all
editor-picture-credit = Credit
editor-picture-licence = Licence
editor-picture-change = Change
editor-picture-remove = Remove
editor-gallery-add = Add a picture
editor-unreachable = The server does not answer. Try again shortly.

# Embed, language
editor-embed = Embed
editor-embed-address = Address
editor-embed-title = What it is
editor-embed-help = Readers see these words with the link.
editor-embed-put = Insert
editor-embed-wrong = This is not an address. Type https://…
editor-embed-untitled = Write what it is.
editor-lang-tag = Language code
editor-lang-help = For example it, fr, la. Empty: the language of the article.
editor-lang-put = Set the language
editor-lang-wrong = This is not a language code.

# Table
editor-table = Table
editor-row-add = Row below
editor-row-delete = Remove row
editor-column-add = Column after
editor-column-delete = Remove column
editor-head = Heading row
editor-table-delete = Remove table

# Note
editor-note-sign = Note to the text

# Empty lines
editor-say-caption = Caption
editor-say-cite = Who says it
editor-say-aside = Title of the box
editor-say-pull = Words of the text to lift out

# Find
editor-find = Find
editor-find-words = Find
editor-find-previous = Previous
editor-find-next = Next
editor-find-loose = Ignore accents
editor-find-at = { $n } of { $all }
editor-find-none = None
editor-replace-with = Replace with
editor-replace = Replace
editor-replace-all = Replace all
editor-replaced = Replaced: { $n }

# Saving
editor-saving = Saving…
editor-saved = Saved at { $time }
editor-saved-before = Saved
editor-unsaved = Not saved yet
editor-offline-short = Offline since { $time }
editor-offline = Offline since { $time }. Your text is safe in this browser and is sent by itself when the network is back.
editor-back = The network is back. Your text is saved.
editor-signed-out = Your session has ended. Your text is safe in this browser: sign in again and it goes on from here.
editor-sign-in = Sign in in another tab
editor-refused = The server did not accept the text. Your text is safe in this browser.
editor-no-copy = This browser keeps no copies. Do not close the page before the text is saved.
editor-not-sent = The text is not saved yet: nothing was sent.
editor-restored-label = Text found again
editor-restored = We found your text of { $time }, which had not been saved. It is back.
editor-restored-keep = Keep it
editor-restored-discard = Throw it away
editor-restored-discarded = The text is again the saved one.

# Conflicts
editor-clash = { $name } changed the same places.
editor-clash-help = Choose what stays. Until then your text is safe in this browser.
editor-clash-short = Choose
editor-clash-body = In the text
editor-clash-mine = Yours
editor-clash-theirs = { $name }’s
editor-clash-removed = Removed
editor-clash-left = { $n } left.
editor-keep-mine = Keep yours
editor-take-theirs = Take theirs
editor-keep-both = Keep both

# Presence
editor-other-writing = { $name } is writing here
editor-other-here = { $name } has been here since { $since }

# Checks
editor-findings-none = Nothing found.
editor-findings-said = Checks: blocks { $blocks }, warnings { $warnings }.
editor-blocks = blocks
editor-warnings = warnings
editor-block = Block.
editor-warning = Warning.
editor-finding-go = Go to the place
editor-finding-replace = Put “{ $words }”
editor-finding-focus = Go to { $field }
editor-finding-done = Done.

# Counts
editor-count = { $label } { $n } of { $max }
editor-words = { $n } words
editor-chars = { $n } characters
editor-minutes = { $n } min read

# Topics the text names
editor-topics-named = Named in the text:
editor-topics-add = + { $name }
editor-topics-link = Link “{ $words }”
editor-topics-added = { $name } added
editor-topics-linked = “{ $words }” is a link now
editor-topics-gone = “{ $words }” does not stand there any more
