package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.Statement.Kind;
import dev.mekiki.license.TextRecogniser.Recognised;
import dev.mekiki.license.files.LicenseFile;
import dev.mekiki.license.files.ModelCard;
import dev.mekiki.license.files.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects what a model's folder says about its license, and where the sayings contradict each other. */
final class StatementReader {
    /** Ids that name no license. */
    private static final Set<String> NAMELESS = Set.of("other", "unknown", "modified-mit", "cc", "proprietary",
            "custom",
            "bsd", "creativecommons", "openrail");
    private static final String CARD_LICENSE = ModelCard.FILE + ": license";
    private final Catalogue catalogue;
    private final TextRecogniser texts;

    StatementReader(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.texts = new TextRecogniser(catalogue);
    }

    Statements read(Path folder) {
        ModelCard card = ModelCard.read(folder);
        Optional<ModelConfig> config = ModelConfig.leniently(folder);
        Collected collected = new Collected();
        card.unread().ifPresent(why -> collected.doubt(Message.FRONT_MATTER.with(why), ModelCard.FILE, Verdict.REVIEW));
        declared(card, collected);
        config.flatMap(ModelConfig::license).filter(id -> !id.isEmpty())
                .ifPresent(id -> collected.declare(id, ModelConfig.FILE + ": license", Optional.empty(),
                        catalogue.find(id)));
        try {
            for (LicenseFile file : LicenseFile.in(folder, card.licenseLink())) {
                file(file, collected);
            }
        } catch (IOException e) {
            collected.doubt(Message.UNREADABLE.with(folder.toString(), Message.FILES_UNREADABLE.with()), "–",
                    Verdict.UNKNOWN);
        }
        textConflicts(collected);
        List<String> unknownBases = bases(card, collected);
        return new Statements(collected.statements, collected.reasons, List.copyOf(collected.conflicts),
                config.map(ModelConfig::multimodal), unknownBases);
    }

    private static final class Collected {
        private final List<Statement> statements = new ArrayList<>();
        private final List<Reason> reasons = new ArrayList<>();
        private final Set<String> conflicts = new LinkedHashSet<>();
        private final List<String> different = new ArrayList<>();
        private final Set<String> ofCode = new LinkedHashSet<>();

        void doubt(String because, String where, Verdict effect) {
            reasons.add(new Reason(where, Optional.empty(), because, effect));
        }

        void declare(String called, String source, Optional<String> sha256, Optional<LicenseEntry> entry) {
            statements.add(new Statement(Kind.DECLARED, entry, called, source, sha256, Statement.OWN));
        }
    }

    private void declared(ModelCard card, Collected collected) {
        Optional<String> name = card.licenseName();
        Optional<LicenseEntry> named = name.flatMap(catalogue::find);
        boolean nameUsed = false;
        boolean pointing = card.licenses().stream().anyMatch(StatementReader::nameless);
        for (String id : card.licenses()) {
            if (!nameless(id)) {
                collected.declare(id, CARD_LICENSE, card.sha256(), catalogue.find(id));
                if (name.isPresent() && !pointing && !same(catalogue.find(id), named)
                        && !name.get().equalsIgnoreCase(id)) {
                    collected.conflicts.add(Message.CONFLICT_NAME.with(CARD_LICENSE, id, name.get()));
                }
            } else if (name.isPresent() && !nameless(name.get())) {
                nameUsed = true;
                collected.declare(name.get(), ModelCard.FILE + ": license_name", card.sha256(), named);
                if (named.filter(LicenseEntry::osiApproved).isPresent()) {
                    // whoever publishes under such a license gives its id
                    collected.conflicts.add(Message.CONFLICT_NAME.with(CARD_LICENSE, id, name.get()));
                }
            } else {
                collected.doubt(Message.NAMES_NOTHING.with(CARD_LICENSE, name.map(n -> id + ", " + n).orElse(id)),
                        CARD_LICENSE, Verdict.UNKNOWN);
            }
        }
        if (card.licenses().isEmpty() && name.isPresent() && !nameUsed) {
            collected.declare(name.get(), ModelCard.FILE + ": license_name", card.sha256(), named);
        }
        card.licenseLink().flatMap(catalogue::linked).ifPresent(linked -> {
            List<Statement> known = collected.statements.stream().filter(s -> s.entry().isPresent()).toList();
            if (!known.isEmpty() && known.stream().noneMatch(s -> same(s.entry(), Optional.of(linked)))) {
                collected.conflicts.add(Message.CONFLICT_LINK.with(known.getFirst().source(),
                        known.getFirst().called(), linked.id()));
            }
            collected.declare(linked.id(), ModelCard.FILE + ": license_link", card.sha256(), Optional.of(linked));
        });
    }

    private static boolean nameless(String id) {
        return NAMELESS.contains(id.strip().toLowerCase(Locale.ROOT));
    }

    private void file(LicenseFile file, Collected collected) {
        if (file.text().isEmpty()) {
            collected.statements.add(new Statement(Kind.UNKNOWN, Optional.empty(), "unknown", file.name(),
                    file.sha256(), Statement.OWN));
            collected.doubt((file.tooLarge() ? Message.TOO_LARGE : Message.NOT_TEXT).with(file.name()), file.name(),
                    Verdict.REVIEW);
            return;
        }
        boolean notice = file.role() == LicenseFile.Role.NOTICE;
        switch (texts.recognise(file.text().get())) {
            case Recognised.Known(LicenseEntry entry, LicenseEntry.Role _, boolean exact) -> {
                collected.statements.add(new Statement(exact ? Kind.EXACT : Kind.PHRASES, Optional.of(entry),
                        entry.id(), file.name(), file.sha256(), Statement.OWN));
                if (file.role() == LicenseFile.Role.CODE) {
                    collected.ofCode.add(file.name());
                }
            }
            case Recognised.Differs(LicenseEntry entry, LicenseEntry.Matching matching, String how) -> {
                // a vendor's license with changes still binds; a permissive one with changes is another license
                boolean vendor = matching == LicenseEntry.Matching.PHRASES;
                collected.statements.add(new Statement(vendor ? Kind.PHRASES : Kind.UNKNOWN,
                        vendor ? Optional.of(entry) : Optional.empty(), vendor ? entry.id() : "unknown", file.name(),
                        file.sha256(), Statement.OWN));
                if (!vendor) {
                    collected.different.add(file.name());
                }
                collected.doubt(
                        (vendor ? Message.DIFFERS_VENDOR : Message.DIFFERS).with(file.name(), entry.name(), how),
                        file.name(), Verdict.REVIEW);
            }
            case Recognised.Pointer(LicenseEntry entry, boolean plain) -> {
                if (plain || !notice) {
                    collected.statements.add(new Statement(plain ? Kind.POINTER : Kind.UNKNOWN,
                            plain ? Optional.of(entry) : Optional.empty(), plain ? entry.id() : "unknown",
                            file.name(), file.sha256(), Statement.OWN));
                }
                if (!plain && !notice) {
                    collected.doubt(Message.POINTER.with(file.name(), entry.name()), file.name(), Verdict.REVIEW);
                }
            }
            case Recognised.Unknown() -> {
                if (!notice) {
                    collected.statements.add(new Statement(Kind.UNKNOWN, Optional.empty(), "unknown", file.name(),
                            file.sha256(), Statement.OWN));
                    collected.doubt(Message.UNKNOWN_TEXT.with(file.name()), file.name(), Verdict.REVIEW);
                }
            }
        }
    }

    private static void textConflicts(Collected collected) {
        List<Statement> declared = collected.statements.stream().filter(s -> s.kind() == Kind.DECLARED).toList();
        if (declared.isEmpty()) {
            return;
        }
        String sources = declared.getFirst().source();
        String called = declared.stream().map(Statement::called).distinct().collect(Collectors.joining(", "));
        Set<String> ids = declared.stream().map(s -> s.entry().map(LicenseEntry::id).orElse(s.called()))
                .collect(Collectors.toSet());
        for (Statement statement : collected.statements) {
            boolean text = statement.isText() || statement.kind() == Kind.POINTER;
            if (text && !ids.contains(statement.called()) && !collected.ofCode.contains(statement.source())) {
                collected.conflicts.add(Message.CONFLICT_TEXT.with(sources, called, statement.source(),
                        statement.entry().map(LicenseEntry::name).orElse(statement.called())));
            }
        }
        collected.different.forEach(file -> collected.conflicts
                .add(Message.CONFLICT_DIFFERS.with(sources, called, file)));
    }

    /** @return base models that the catalogue does not know */
    private List<String> bases(ModelCard card, Collected collected) {
        List<String> unknown = new ArrayList<>();
        for (String base : card.baseModels()) {
            Optional<LicenseEntry> entry = catalogue.ofModel(base);
            entry.ifPresentOrElse(known -> collected.statements.add(new Statement(Kind.DECLARED, entry, known.id(),
                    ModelCard.FILE + ": base_model", card.sha256(), "base:" + base)), () -> unknown.add(base));
        }
        return unknown;
    }

    private static boolean same(Optional<LicenseEntry> one, Optional<LicenseEntry> other) {
        return one.isPresent() && other.isPresent() && one.get().id().equals(other.get().id());
    }
}
