package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.TextRecogniser.Recognised;
import dev.mekiki.license.files.ModelCard;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a model card's front matter says of licensing. */
final class CardLicenses {
    static final String LICENSE = ModelCard.FILE + ": license";
    private static final String NAME = ModelCard.FILE + ": license_name";
    private static final String LINK = ModelCard.FILE + ": license_link";
    private static final String PROMPT = ModelCard.FILE + ": extra_gated_prompt";
    /** Ids that name no license. */
    private static final Set<String> NAMELESS = Set.of("other", "unknown", "modified-mit", "cc", "proprietary",
            "custom", "bsd", "creativecommons");
    private static final Pattern HUB = Pattern
            .compile("(?:https?://)?(?:www\\.)?(?:huggingface\\.co|hf\\.co)/([\\w.-]+/[\\w.-]+)(?:/.*)?");
    private static final Pattern FILE = Pattern
            .compile(
                    "(?:https?://(?:www\\.)?(?:huggingface\\.co|hf\\.co)/[\\w.-]+/[\\w.-]+/(?:blob|raw|resolve)/[^/]+/)?(?:\\./)?([^/\\\\:?#]+)");
    private final Catalogue catalogue;
    private final TextRecogniser texts;

    CardLicenses(Catalogue catalogue, TextRecogniser texts) {
        this.catalogue = catalogue;
        this.texts = texts;
    }

    /** The file of the same folder that {@code license_link} leads to, if it leads to one. */
    static Optional<String> linkedFile(ModelCard card) {
        return card.licenseLink().map(FILE::matcher).filter(Matcher::matches).map(link -> link.group(1));
    }

    static boolean nameless(String id) {
        return NAMELESS.contains(id.strip().toLowerCase(Locale.ROOT));
    }

    void read(ModelCard card, Collected collected) {
        card.sha256().ifPresent(hash -> collected.read(ModelCard.FILE, Optional.of(hash), "card"));
        card.lines().forEach((key, line) -> collected.lines.put(ModelCard.FILE + ": " + key, line));
        card.unread().ifPresent(why -> collected.doubt(Message.FRONT_MATTER.with(why), ModelCard.FILE, Verdict.REVIEW));
        ids(card, collected);
        link(card, collected);
        prompt(card, collected);
    }

    private void ids(ModelCard card, Collected collected) {
        Optional<String> name = card.licenseName();
        Optional<LicenseEntry> named = name.flatMap(catalogue::find);
        List<String> ids = card.licenses().stream().flatMap(id -> LicenseExpression.ids(id, catalogue).stream())
                .toList();
        boolean pointing = ids.stream().anyMatch(CardLicenses::nameless);
        boolean nameUsed = false;
        for (String id : ids) {
            if (!nameless(id)) {
                collected.declare(id, LICENSE, card.sha256(), catalogue.find(id));
                if (name.isPresent() && !pointing && !same(catalogue.find(id), named)
                        && !name.get().equalsIgnoreCase(id)) {
                    collected.conflicts.add(Message.CONFLICT_NAME.with(LICENSE, id, name.get()));
                    if (!nameUsed && !nameless(name.get())) {
                        nameUsed = true;
                        collected.declare(name.get(), NAME, card.sha256(), named);
                    }
                }
            } else if (name.isPresent() && !nameless(name.get())) {
                nameUsed = true;
                collected.declare(name.get(), NAME, card.sha256(), named);
                if (named.filter(LicenseEntry::osiApproved).isPresent()) {
                    // whoever publishes under such a license gives its id
                    collected.conflicts.add(Message.CONFLICT_NAME.with(LICENSE, id, name.get()));
                }
            } else {
                collected.pointers.add(Message.NAMES_NOTHING.with(LICENSE, name.map(n -> id + ", " + n).orElse(id)));
            }
        }
        if (ids.isEmpty() && name.isPresent() && !nameUsed) {
            collected.declare(name.get(), NAME, card.sha256(), named);
        }
    }

    /** An address is looked up, never followed. */
    private void link(ModelCard card, Collected collected) {
        card.licenseLink().flatMap(this::linked).ifPresent(linked -> {
            List<Statement> known = collected.own().filter(s -> s.entry().isPresent()).toList();
            if (!known.isEmpty() && known.stream().noneMatch(s -> within(s.entry(), linked))) {
                collected.conflicts.add(Message.CONFLICT_LINK.with(known.getFirst().source(),
                        known.getFirst().called(), linked.id()));
            }
            collected.declare(linked.id(), LINK, card.sha256(), Optional.of(linked));
        });
    }

    private Optional<LicenseEntry> linked(String address) {
        return catalogue.linked(address).or(() -> {
            Matcher hub = HUB.matcher(address.strip());
            return hub.matches() ? catalogue.ofModel(hub.group(1)) : Optional.empty();
        });
    }

    /** Some vendors put the license there and nowhere else; other prompts only greet. */
    private void prompt(ModelCard card, Collected collected) {
        card.gatedPrompt().ifPresent(text -> {
            Optional<LicenseEntry> entry = switch (texts.recognise(text)) {
                case Recognised.Known known -> Optional.of(known.entry());
                case Recognised.Differs differs -> differs.matching() == LicenseEntry.Matching.PHRASES
                        ? Optional.of(differs.entry())
                        : Optional.empty();
                case Recognised.Pointer pointer -> Optional.of(pointer.entry());
                case Recognised.Unknown _ -> Optional.empty();
            };
            entry.ifPresent(found -> collected.declare(found.id(), PROMPT, card.sha256(), entry));
        });
    }

    /** Whether it is the other or a part of it. */
    private static boolean within(Optional<LicenseEntry> one, LicenseEntry other) {
        return other.all().anyMatch(part -> same(one, Optional.of(part)));
    }

    static boolean same(Optional<LicenseEntry> one, Optional<LicenseEntry> other) {
        return one.isPresent() && other.isPresent() && one.get().id().equals(other.get().id());
    }
}
