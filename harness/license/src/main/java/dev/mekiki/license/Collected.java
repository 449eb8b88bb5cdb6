package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.Statement.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What reading one model brings together, file by file. */
final class Collected {
    final List<Statement> statements = new ArrayList<>();
    final List<Reason> reasons = new ArrayList<>();
    final Set<String> conflicts = new LinkedHashSet<>();
    final List<FileRead> files = new ArrayList<>();
    final Map<String, Integer> lines = new HashMap<>();
    /** Texts of files that only attribute. */
    final List<String> notices = new ArrayList<>();
    /** Files that resemble a license and are not it. */
    final List<String> different = new ArrayList<>();
    /** Why an id that names no license says nothing; of no weight where something else names one. */
    final List<String> pointers = new ArrayList<>();
    final List<Lineage> bases = new ArrayList<>();
    final List<String> unknownBases = new ArrayList<>();

    /**
     * Another model that this one was made from.
     *
     * @param declared whether a card, an adapter or GGUF metadata says so; otherwise a trace of it was left
     */
    record Lineage(String model, String source, Optional<String> sha256, boolean declared) {}

    void doubt(String because, String where, Verdict effect) {
        reasons.add(new Reason(where, Optional.empty(), because, effect));
    }

    void declare(String called, String source, Optional<String> sha256, Optional<LicenseEntry> entry) {
        add(Kind.DECLARED, called, source, sha256, entry, Statement.OWN);
    }

    void add(Kind kind, String called, String source, Optional<String> sha256, Optional<LicenseEntry> entry,
            String through) {
        statements.add(new Statement(kind, entry, called, source, sha256, through));
    }

    void read(String name, Optional<String> sha256, String role) {
        FileRead file = new FileRead(name, sha256, role);
        if (!files.contains(file)) {
            files.add(file);
        }
    }

    void base(String model, String source, Optional<String> sha256, boolean declared) {
        if (bases.stream().noneMatch(known -> known.model().equalsIgnoreCase(model))) {
            bases.add(new Lineage(model, source, sha256, declared));
        }
    }

    /** Ids of all licenses that are known to hold, as the catalogue or the files call them. */
    Set<String> ids() {
        return statements.stream().filter(Statement::binds).flatMap(each -> Stream
                .concat(each.entry().stream().flatMap(LicenseEntry::all).map(LicenseEntry::id),
                        Stream.of(each.called())))
                .collect(Collectors.toCollection(HashSet::new));
    }

    Stream<Statement> own() {
        return statements.stream().filter(each -> each.through().equals(Statement.OWN));
    }

    /** What another model's files say, as said of this one's origin. */
    void inherit(String model, Collected other) {
        for (Statement each : other.statements) {
            if (!each.through().equals(Statement.CODE)) {
                statements.add(new Statement(each.kind(), each.entry(), each.called(), model + "/" + each.source(),
                        each.sha256(), each.through().equals(Statement.OWN) ? "base:" + model : each.through()));
            }
        }
        other.reasons.forEach(each -> reasons.add(new Reason(model + "/" + each.clause(), each.quote(),
                Message.OF_BASE.with(model, each.because()), each.effect())));
        other.conflicts.forEach(each -> conflicts.add(Message.OF_BASE.with(model, each)));
        other.files.forEach(each -> files.add(each.of(model)));
        other.lines.forEach((source, line) -> lines.put(model + "/" + source, line));
        other.unknownBases.stream().filter(each -> !unknownBases.contains(each)).forEach(unknownBases::add);
    }
}
