"""Holds exported files against readers that somebody else wrote, and prints what was read as JSON.

Usage: check.py READER PATH...  The readers are those of `READERS` below.
"""

import json
import pathlib
import sys


def graphml(path):
    import networkx

    graph = networkx.read_graphml(path, force_multigraph=True)
    assert graph.is_directed()
    count = {}
    for _, data in graph.nodes(data=True):
        count[data["kind"]] = count.get(data["kind"], 0) + 1
    for _, _, data in graph.edges(data=True):
        count[data["kind"]] = count.get(data["kind"], 0) + 1
    names = sorted(data["name"] for _, data in graph.nodes(data=True) if data["kind"] == "system")
    ids = sorted(data["id"] for _, data in graph.nodes(data=True) if data["kind"] == "system")
    return {"count": count, "names": names, "ids": ids}


def openlineage(path):
    """Every event against the schema of its kind, and every facet against its own."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    folder = pathlib.Path(__file__).parent / "openlineage"
    schemas = [json.loads(file.read_text()) for file in sorted(folder.glob("*.json"))]
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas
    )

    def validator(address):
        return Draft202012Validator(
            {"$ref": address},
            registry=registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )

    count = {"dataset": 0, "job": 0, "columns": 0, "facets": 0}
    names = []
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        validator(event["schemaURL"]).validate(event)
        holders = [event.get("dataset"), event.get("job"), *event.get("inputs", []), *event.get("outputs", [])]
        for holder in holders:
            for facet in ((holder or {}).get("facets") or {}).values():
                validator(facet["_schemaURL"]).validate(facet)
                count["facets"] += 1
        if "job" in event:
            count["job"] += 1
            for output in event["outputs"]:
                fields = output["facets"].get("columnLineage", {"fields": {}})["fields"]
                count["columns"] += sum(len(field["inputFields"]) for field in fields.values())
        else:
            count["dataset"] += 1
            names.append(event["dataset"]["name"])
    return {"count": count, "names": sorted(names)}


def jsonld(path):
    import rdflib

    graph = rdflib.Graph().parse(path, format="json-ld")
    kinds = {
        "datasets": "http://www.w3.org/ns/dcat#Dataset",
        "activities": "http://www.w3.org/ns/prov#Activity",
        "organisations": "http://xmlns.com/foaf/0.1/Organization",
        "terms": "http://www.w3.org/2004/02/skos/core#Concept",
        "entities": "http://www.w3.org/ns/prov#Entity",
    }
    count = {
        word: len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(kind))))
        for word, kind in kinds.items()
    }
    count["fields"] = count.pop("entities") - count["datasets"]
    listed = set(graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/dcat#dataset")))
    assert len(listed) == count["datasets"]
    # What is referred to is there.
    for predicate in ["used", "wasDerivedFrom", "wasGeneratedBy", "wasAssociatedWith"]:
        for target in graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/prov#" + predicate)):
            assert (target, rdflib.RDF.type, None) in graph, (predicate, target)
    # An address that is none would not survive another notation.
    again = rdflib.Graph().parse(data=graph.serialize(format="nt"), format="nt")
    assert len(again) == len(graph)
    return {"count": count}


def sssom(path):
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate
    from sssom.constants import SchemaValidationType

    table = parse_sssom_table(path)
    kinds = ["JsonSchema", "PrefixMapCompleteness", "StrictCurieFormat"]
    validate(table, [SchemaValidationType(kind) for kind in kinds], fail_on_error=True)
    frame = table.df
    return {
        "count": {"rows": len(frame)},
        "predicates": sorted(set(frame["predicate_id"])),
        "labels": sorted(set(frame["subject_label"]) | set(frame["object_label"])),
    }


def odcs(path):
    from datacontract.data_contract import DataContract

    count = {"contracts": 0, "properties": 0}
    names = []
    for file in sorted(pathlib.Path(path).glob("*.odcs.yaml")):
        run = DataContract(data_contract_file=str(file)).lint()
        problems = [check.reason for check in run.checks if str(check.result) not in ("passed", "ResultEnum.passed")]
        assert not problems and run.checks, (file, problems)
        import yaml

        contract = yaml.safe_load(file.read_text(encoding="utf-8"))
        count["contracts"] += 1
        count["properties"] += sum(len(one.get("properties", [])) for one in contract["schema"])
        names += [one["name"] for one in contract["schema"]]
    return {"count": count, "names": sorted(names)}


READERS = {"graphml": graphml, "openlineage": openlineage, "jsonld": jsonld, "sssom": sssom, "odcs": odcs}

if __name__ == "__main__":
    if sys.argv[2:] == ["probe"]:
        needed = {"graphml": "networkx", "openlineage": "jsonschema", "jsonld": "rdflib", "sssom": "sssom", "odcs": "datacontract"}
        __import__(needed[sys.argv[1]])
    else:
        print(json.dumps(READERS[sys.argv[1]](sys.argv[2])))
