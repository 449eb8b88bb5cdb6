package dev.mekiki.license.export;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Duty;
import dev.mekiki.license.FileRead;
import dev.mekiki.license.dossier.ModelFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.json.BomJsonGenerator;
import org.cyclonedx.model.Ancestors;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Evidence;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Pedigree;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.component.ModelCard;
import org.cyclonedx.model.component.data.ComponentData;
import org.cyclonedx.model.component.data.DatasetChoice;
import org.cyclonedx.model.component.evidence.Occurrence;
import org.cyclonedx.model.component.modelCard.Considerations;
import org.cyclonedx.model.component.modelCard.InputOutputParameter;
import org.cyclonedx.model.component.modelCard.ModelParameters;
import org.cyclonedx.model.license.Acknowledgement;
import org.cyclonedx.model.metadata.ToolInformation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A bill of materials in CycloneDX 1.6: each model with the licenses that its files state, where they stand, what it was made from, and
 * the verdict for the usage as properties.
 */
public final class Aibom {
    private static final String OWN = "own";
    private static final String BASE = "base:";

    private Aibom() {}

    /**
     * @param version of Mekiki
     * @param at when it was made
     * @return JSON
     */
    public static String json(List<Examined> models, String version, Instant at) {
        Bom bom = new Bom();
        Metadata metadata = new Metadata();
        metadata.setTimestamp(Date.from(at));
        metadata.setToolChoice(tool(version));
        bom.setMetadata(metadata);
        Set<String> references = new HashSet<>();
        for (Examined model : models) {
            bom.addComponent(component(model, references));
        }
        String what = models.stream().map(model -> model.model() + model.license().files()).toList() + at.toString();
        bom.setSerialNumber("urn:uuid:" + UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)));
        try {
            return new BomJsonGenerator(bom, Version.VERSION_16).toJsonString();
        } catch (GeneratorException e) {
            throw new IllegalStateException("a bill of materials could not be written", e);
        }
    }

    private static ToolInformation tool(String version) {
        Component mekiki = new Component();
        mekiki.setType(Component.Type.APPLICATION);
        mekiki.setName("Mekiki");
        mekiki.setVersion(version);
        ToolInformation tool = new ToolInformation();
        tool.setComponents(List.of(mekiki));
        return tool;
    }

    private static Component component(Examined model, Set<String> references) {
        Component component = new Component();
        component.setType(Component.Type.MACHINE_LEARNING_MODEL);
        name(component, model.model());
        String reference = "model:" + model.model();
        for (int again = 2; !references.add(reference); again++) {
            reference = "model:" + model.model() + "#" + again;
        }
        component.setBomRef(reference);
        LicenseFinding finding = model.license().finding();
        LicenseChoice declared = licenses(finding, OWN);
        if (!declared.getLicenses().isEmpty()) {
            component.setLicenses(declared);
        }
        component.setEvidence(evidence(model));
        Ancestors ancestors = ancestors(model);
        if (!ancestors.getComponents().isEmpty()) {
            Pedigree pedigree = new Pedigree();
            pedigree.setAncestors(ancestors);
            component.setPedigree(pedigree);
        }
        model.facts().ifPresent(facts -> component.setModelCard(card(facts, reference(component))));
        properties(component, model);
        files(component, model);
        return component;
    }

    private static String reference(Component component) {
        return Objects.requireNonNull(component.getBomRef());
    }

    private static void name(Component component, String model) {
        String bare = model.replaceFirst("^hub:", "").replace('\\', '/').replaceFirst("/+$", "");
        String[] revision = bare.split("@", 2);
        String path = model.startsWith("hub:") ? revision[0] : bare;
        int slash = path.lastIndexOf('/');
        if (model.startsWith("hub:") && slash > 0) {
            component.setGroup(path.substring(0, slash));
        }
        component.setName(path.substring(slash + 1).isEmpty() ? path : path.substring(slash + 1));
        if (model.startsWith("hub:") && revision.length > 1) {
            component.setVersion(revision[1]);
        }
    }

    /** Each license once, as said through {@code own} or through a base. */
    private static LicenseChoice licenses(LicenseFinding finding, String through) {
        Set<String> seen = new LinkedHashSet<>();
        LicenseChoice choice = new LicenseChoice();
        choice.setLicenses(new ArrayList<>());
        for (LicenseFinding.License each : finding.licenses()) {
            if (each.through().equals(through) && !each.id().equals("unknown") && seen.add(each.id())) {
                License license = license(each);
                license.setAcknowledgement(Acknowledgement.DECLARED);
                choice.addLicense(license);
            }
        }
        return choice;
    }

    private static License license(LicenseFinding.License stated) {
        License license = new License();
        String spdx = stated.spdx().filter(Spdx.IDS::contains).orElse("");
        if (spdx.isEmpty()) {
            license.setName(stated.name());
        } else {
            license.setId(spdx);
        }
        return license;
    }

    /** Where licenses were found, by their texts or by their names. */
    private static Evidence evidence(Examined model) {
        Evidence evidence = new Evidence();
        Set<String> seen = new LinkedHashSet<>();
        LicenseChoice found = new LicenseChoice();
        found.setLicenses(new ArrayList<>());
        for (LicenseFinding.License each : model.license().finding().licenses()) {
            if (!each.id().equals("unknown") && seen.add(each.id())) {
                found.addLicense(license(each));
            }
            Occurrence occurrence = new Occurrence();
            occurrence.setLocation(each.source().replaceFirst(": .*", ""));
            occurrence.setLine(model.license().lines().getOrDefault(each.source(), 1));
            occurrence.setAdditionalContext(each.id() + "; " + each.match() + "; " + each.through()
                    + each.sha256().map(hash -> "; sha256:" + hash).orElse(""));
            evidence.addOccurrence(occurrence);
        }
        if (!found.getLicenses().isEmpty()) {
            evidence.setLicenses(found);
        }
        return evidence;
    }

    private static Ancestors ancestors(Examined model) {
        Set<String> names = new LinkedHashSet<>();
        LicenseFinding finding = model.license().finding();
        finding.licenses().stream().map(LicenseFinding.License::through).filter(through -> through.startsWith(BASE))
                .forEach(through -> names.add(through.substring(BASE.length())));
        model.facts().ifPresent(facts -> facts.lineage().forEach(base -> names.add(base.base())));
        Ancestors ancestors = new Ancestors();
        ancestors.setComponents(new ArrayList<>());
        for (String name : names) {
            Component base = new Component();
            base.setType(Component.Type.MACHINE_LEARNING_MODEL);
            name(base, name.matches("[\\w.-]+/[\\w.-]+") ? "hub:" + name : name);
            LicenseChoice licenses = licenses(finding, BASE + name);
            if (!licenses.getLicenses().isEmpty()) {
                base.setLicenses(licenses);
            }
            ancestors.addComponent(base);
        }
        return ancestors;
    }

    private static ModelCard card(ModelFacts facts, String reference) {
        ModelCard card = new ModelCard();
        card.setBomRef(reference + "/card");
        ModelParameters parameters = new ModelParameters();
        facts.architecture().ifPresent(parameters::setArchitectureFamily);
        parameters.setInputs(facts.modalities().found().stream().map(Aibom::format).toList());
        parameters.setOutputs(List.of(format("text")));
        if (!facts.training().declared().isEmpty()) {
            parameters.setDatasets(facts.training().declared().stream().map(Aibom::dataset).toList());
        }
        card.setModelParameters(parameters);
        if (!facts.warnings().isEmpty()) {
            Considerations considerations = new Considerations();
            considerations.setTechnicalLimitations(facts.warnings());
            card.setConsiderations(considerations);
        }
        return card;
    }

    private static InputOutputParameter format(String format) {
        InputOutputParameter parameter = new InputOutputParameter();
        parameter.setFormat(format);
        return parameter;
    }

    private static DatasetChoice dataset(String name) {
        ComponentData data = new ComponentData();
        data.setType(ComponentData.ComponentDataType.DATASET);
        data.setName(name);
        DatasetChoice choice = new DatasetChoice();
        choice.setComponentData(data);
        return choice;
    }

    private static void properties(Component component, Examined model) {
        LicenseFinding finding = model.license().finding();
        property(component, "license:usage", finding.profile());
        property(component, "license:verdict", finding.verdict().id());
        finding.conflicts().forEach(conflict -> property(component, "license:conflict", conflict));
        for (Duty duty : finding.duties()) {
            property(component, "license:duty", duty.clause() + ": " + duty.what());
        }
        model.license().detected().ifPresent(
                detected -> property(component, "lineage:looks-like", detected.family().name()));
        property(component, "license:disclaimer", finding.disclaimer());
        model.facts().ifPresent(facts -> {
            facts.counted().ifPresent(count -> property(component, "parameters", Long.toString(count)));
            facts.context().tokens()
                    .ifPresent(tokens -> property(component, "context-tokens", Integer.toString(tokens)));
            facts.weights().quantization().ifPresent(how -> property(component, "quantization", how));
            property(component, "weights-format", facts.weights().format());
            property(component, "transparency", facts.training().transparency().grade().name());
            property(component, "remote-code", Boolean.toString(facts.remoteCode()));
        });
    }

    private static void property(Component component, String name, String value) {
        Property property = new Property();
        property.setName("mekiki:" + name);
        property.setValue(value);
        component.addProperty(property);
    }

    private static void files(Component component, Examined model) {
        for (FileRead read : model.license().files()) {
            Component file = new Component();
            file.setType(Component.Type.FILE);
            file.setName(read.name());
            property(file, "role", read.role());
            read.sha256().ifPresent(hash -> {
                if (read.role().equals("gguf-header")) {
                    property(file, "header-sha256", hash);
                } else {
                    file.addHash(new Hash(Hash.Algorithm.SHA_256, hash));
                }
            });
            component.addComponent(file);
        }
    }

    /** SPDX ids that CycloneDX 1.6 knows; others stand as names. */
    private static final class Spdx {
        private static final Set<String> IDS = ids();

        private static Set<String> ids() {
            try (InputStream in = Objects.requireNonNull(Bom.class.getResourceAsStream("/spdx.schema.json"))) {
                JsonNode schema = JsonMapper.shared().readTree(in);
                Set<String> ids = new HashSet<>();
                schema.path("enum").forEach(id -> ids.add(id.asString()));
                return ids;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
