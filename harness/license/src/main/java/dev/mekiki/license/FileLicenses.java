package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.Statement.Kind;
import dev.mekiki.license.TextRecogniser.Recognised;
import dev.mekiki.license.files.BoundedFiles;
import dev.mekiki.license.files.LicenseFile;
import dev.mekiki.license.files.LicenseFile.Role;
import dev.mekiki.license.files.ModelCard;
import dev.mekiki.license.text.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What license texts, notices and policies in a model's folder are. */
final class FileLicenses {
    private static final int LONGEST_POINTER = 150;
    private static final int SHORTEST_NAME = 5;
    private static final int MOST_LED_TO = 10;
    private static final Pattern TEXT_FILE = Pattern.compile("(?i).*\\.(?:md|txt|rst|pdf|html?)|[^.]+");
    private static final Set<String> LEADING = Set.of("license", "licensed", "licenses", "terms", "conditions",
            "agreement", "use", "used", "using", "usage", "subject", "under", "model", "see", "refer", "must",
            "redistribution", "distribution", "provided");
    private final TextRecogniser texts;

    FileLicenses(TextRecogniser texts) {
        this.texts = texts;
    }

    void read(Path folder, ModelCard card, Collected collected) throws IOException {
        List<String> names = BoundedFiles.names(folder);
        Deque<LicenseFile> waiting = new ArrayDeque<>(
                LicenseFile.in(folder, CardLicenses.linkedFile(card).or(card::licenseLink)));
        boolean modelsOwn = waiting.stream().anyMatch(file -> file.role() == Role.MODEL);
        Set<String> seen = new HashSet<>();
        waiting.forEach(file -> seen.add(file.name()));
        int ledTo = 0;
        while (!waiting.isEmpty()) {
            LicenseFile file = waiting.poll();
            collected.read(file.name(), file.sha256(), role(file.role()));
            Optional<String> target = file.text().flatMap(text -> target(text, file.name(), names));
            if (target.isPresent() && seen.add(target.get()) && ledTo++ < MOST_LED_TO) {
                waiting.add(LicenseFile.named(folder, target.get()));
            }
            one(file, target.isPresent(), modelsOwn, collected);
        }
    }

    private static String role(Role role) {
        return switch (role) {
            case LICENSE, MODEL -> "license";
            case CODE -> "code-license";
            case NOTICE -> "notice";
            case POLICY -> "policy";
        };
    }

    /** The file at hand that a short text leads to without saying anything else that could bind. */
    private static Optional<String> target(String text, String own, List<String> names) {
        if (text.length() > LONGEST_POINTER * 20) {
            return Optional.empty();
        }
        List<String> words = Words.of(text);
        if (words.size() > LONGEST_POINTER) {
            return Optional.empty();
        }
        for (String name : names) {
            String bare = name.replaceFirst("\\.(?:md|txt)$", "");
            if (!name.equals(own) && !name.equals(ModelCard.FILE) && bare.length() >= SHORTEST_NAME
                    && TEXT_FILE.matcher(name).matches() && text.contains(bare) && !bare.equals(own)) {
                Set<String> explained = new HashSet<>(LEADING);
                explained.addAll(Words.of(name));
                if (!Words.restrict(words.stream().filter(word -> !explained.contains(word)).toList())) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    private void one(LicenseFile file, boolean leads, boolean modelsOwn, Collected collected) {
        if (file.text().isEmpty()) {
            add(Kind.UNKNOWN, "unknown", Optional.empty(), file, Statement.OWN, collected);
            collected.doubt((file.tooLarge() ? Message.TOO_LARGE : Message.NOT_TEXT).with(file.name()), file.name(),
                    Verdict.REVIEW);
            return;
        }
        boolean notice = file.role() == Role.NOTICE;
        if (notice) {
            collected.notices.add(file.text().get());
        }
        switch (texts.recognise(file.text().get())) {
            case Recognised.Known(LicenseEntry entry, LicenseEntry.Role _, boolean exact) -> {
                boolean code = file.role() == Role.CODE
                        || (modelsOwn && file.role() == Role.LICENSE && entry.osiApproved());
                add(exact ? Kind.EXACT : Kind.PHRASES, entry.id(), Optional.of(entry), file,
                        code ? Statement.CODE : Statement.OWN, collected);
            }
            case Recognised.Differs(LicenseEntry entry, LicenseEntry.Matching matching, String how) ->
                differs(entry, matching, how, file, collected);
            case Recognised.Pointer(LicenseEntry entry, boolean plain) -> {
                if (plain) {
                    add(Kind.POINTER, entry.id(), Optional.of(entry), file, through(file), collected);
                } else if (!notice && !leads) {
                    add(Kind.UNKNOWN, "unknown", Optional.empty(), file, through(file), collected);
                    collected.doubt(Message.POINTER.with(file.name(), entry.name()), file.name(), Verdict.REVIEW);
                }
            }
            case Recognised.Unknown() -> {
                if (!notice && !leads) {
                    add(Kind.UNKNOWN, "unknown", Optional.empty(), file, through(file), collected);
                    collected.doubt(Message.UNKNOWN_TEXT.with(file.name()), file.name(), Verdict.REVIEW);
                }
            }
        }
    }

    /** A vendor's license with changes still binds; a permissive one with changes is another license. */
    private static void differs(LicenseEntry entry, LicenseEntry.Matching matching, String how, LicenseFile file,
            Collected collected) {
        boolean vendor = matching == LicenseEntry.Matching.PHRASES;
        add(vendor ? Kind.PHRASES : Kind.UNKNOWN, vendor ? entry.id() : "unknown",
                vendor ? Optional.of(entry) : Optional.empty(), file, through(file), collected);
        if (!vendor && file.role() != Role.CODE) {
            collected.different.add(file.name());
        }
        collected.doubt((vendor ? Message.DIFFERS_VENDOR : Message.DIFFERS).with(file.name(), entry.name(), how),
                file.name(), Verdict.REVIEW);
    }

    private static String through(LicenseFile file) {
        return file.role() == Role.CODE ? Statement.CODE : Statement.OWN;
    }

    private static void add(Kind kind, String called, Optional<LicenseEntry> entry, LicenseFile file, String through,
            Collected collected) {
        collected.add(kind, called, file.name(), file.sha256(), entry, through);
    }
}
