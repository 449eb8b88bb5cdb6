package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.Statement.Kind;
import dev.mekiki.license.files.ModelCard;
import dev.mekiki.license.lineage.Families;
import dev.mekiki.license.lineage.Families.Detected;
import dev.mekiki.license.lineage.Families.Teacher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Licenses that come from what a model was made of: bases, teachers, and a base that nobody names. */
final class Origins {
    private final Catalogue catalogue;
    private final Families families;

    Origins(Catalogue catalogue, Families families) {
        this.catalogue = catalogue;
        this.families = families;
    }

    /** By the whole name, or by the name without its owner where a path or a title is all there is. */
    Optional<LicenseEntry> ofModel(String model) {
        Optional<LicenseEntry> whole = catalogue.ofModel(model);
        boolean owned = model.indexOf('/') > 0 && model.indexOf('/') == model.lastIndexOf('/')
                && !model.startsWith(".");
        return whole.isPresent() || owned ? whole : catalogue.ofTitle(model);
    }

    /** Models and data sets by which the card says that this one was taught. */
    void teachers(ModelCard card, Collected collected) {
        List<String> told = new ArrayList<>();
        for (String teacher : card.teachers()) {
            Optional<LicenseEntry> entry = ofModel(teacher);
            if (entry.isPresent()) {
                taught(teacher, entry.get().id(), ModelCard.FILE + ": teacher", card, collected);
            } else {
                told.add(teacher);
            }
        }
        for (String teacher : told) {
            Optional<Teacher> known = families.teacher(teacher);
            if (known.isPresent()) {
                taught(known.get(), teacher, ModelCard.FILE + ": teacher", card, collected);
            } else {
                collected.doubt(Message.TEACHER_UNKNOWN.with(teacher), ModelCard.FILE + ": teacher", Verdict.REVIEW);
            }
        }
        for (String dataset : card.datasets()) {
            families.teacher(dataset)
                    .ifPresent(known -> taught(known, dataset, ModelCard.FILE + ": datasets", card, collected));
        }
    }

    private void taught(Teacher teacher, String by, String source, ModelCard card, Collected collected) {
        teacher.license().ifPresent(license -> taught(by, license, source, card, collected));
        teacher.terms().ifPresent(
                terms -> collected.doubt(Message.TEACHER_TERMS.with(by, terms), source, Verdict.REVIEW));
    }

    private void taught(String by, String license, String source, ModelCard card, Collected collected) {
        Families.Outputs outputs = families.outputs();
        Optional<LicenseEntry> entry = catalogue.find(license);
        String id = entry.map(LicenseEntry::id).orElse(license);
        String name = entry.map(LicenseEntry::name).orElse(license);
        if (entry.map(LicenseEntry::outputsMakeDerivatives).orElse(false)) {
            collected.add(Kind.DECLARED, id, source, card.sha256(), entry, "outputs:" + by);
        } else if (!collected.ids().contains(id)) {
            if (outputs.forbidden().contains(id)) {
                collected.doubt(Message.TEACHER_FORBIDS.with(by, name), source, Verdict.REVIEW);
            } else if (outputs.naming().contains(id)) {
                collected.doubt(Message.TEACHER_NAMING.with(by, name), source, Verdict.CONDITIONAL);
            }
        }
    }

    /** What the model looks like, where no license of such models is among those that are known to hold. */
    void undeclared(Detected detected, Collected collected) {
        Set<String> known = collected.ids();
        List<String> licenses = detected.family().licenses();
        boolean explained = licenses.stream().anyMatch(known::contains)
                || licenses.stream().map(catalogue::find).flatMap(Optional::stream)
                        .anyMatch(entry -> known.contains(entry.id()));
        if (explained) {
            return;
        }
        String where = String.join(", ", detected.evidence());
        String names = String.join(", ", licenses);
        collected.doubt((detected.same() ? Message.UNDECLARED_BASE : Message.UNDECLARED_TOKENIZER).with(where,
                detected.family().name(), names), where, detected.same() ? Verdict.REVIEW : Verdict.CONDITIONAL);
    }
}
